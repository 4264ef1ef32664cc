/** Says what time it is, as a UTC instant. Verbs take it as a dependency; nothing else asks for the time. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
