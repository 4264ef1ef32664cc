/** What Binance's codes say about a request. https://github.com/binance/binance-spot-api-docs/blob/master/errors.md */

/** "Execution status unknown", by their own words. */
export const UNKNOWN_CODES: readonly number[] = [-1006, -1007];
/** Disconnected, or an error that it has no name for. */
export const STUMBLE_CODES: readonly number[] = [-1000, -1001];
/** Too many requests, too many orders: before any engine, as are the next two. */
export const LIMIT_CODES: readonly number[] = [-1003, -1015];
/** Outside the time window at the door, and in front of USD-M's engine. */
export const CLOCK_CODES: readonly number[] = [-1021, -5028];
/** Overloaded, shutting down. */
export const BUSY_CODES: readonly number[] = [-1008, -1016];

/** Says nothing about the request itself: the same one may be answered a moment later. */
export const PASSING_CODES: readonly number[] = [
  ...UNKNOWN_CODES,
  ...STUMBLE_CODES,
  ...LIMIT_CODES,
  ...CLOCK_CODES,
  ...BUSY_CODES,
];
