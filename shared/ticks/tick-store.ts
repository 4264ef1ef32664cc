/** Below the minute between two ticks, above what clocks and late calls of one tick differ by. */
export const TICK_GAP_MS = 30_000;

/** Which calls of the schedule count: it may call twice, and it calls every replica. */
export interface TickStore {
  /** @returns false when another call claimed this tick of `name`, less than `TICK_GAP_MS` before `at` */
  claim(name: string, at: Date): Promise<boolean>;
}
