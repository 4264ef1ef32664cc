/** What a process that has just begun to serve sends to the schedule, and no clock does. */
export const START_SOURCE = 'tradingbot.start';
export const START_EVENT = JSON.stringify({ source: START_SOURCE });
