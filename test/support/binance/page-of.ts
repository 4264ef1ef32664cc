import { ApiError } from './protocol/api-error.ts';
import { badCombination, invalidValue } from './protocol/errors.ts';
import type { Params } from './protocol/params.ts';

const DEFAULT_LIMIT = 500;
const MAX_LIMIT = 1_000;
const HOUR_MS = 3_600_000;

/**
 * Cuts a chronological list as the exchange does: from an id or a start the oldest, else the youngest.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#general-api-information
 */
export function pageOf<T>(
  items: readonly T[],
  params: Params,
  read: { idOf(item: T): bigint; timeOf(item: T): number; fromId: string; maxHours: number },
): T[] {
  const limit = limitOf(params);
  const from = params.findLong(read.fromId);
  const start = numberOf(params, 'startTime');
  const end = numberOf(params, 'endTime');
  if (from !== undefined && (start !== undefined || end !== undefined)) throw badCombination();
  if (start !== undefined && end !== undefined) checkInterval(start, end, read.maxHours);
  const found = items.filter(
    (item) =>
      (from === undefined || read.idOf(item) >= from) &&
      (start === undefined || read.timeOf(item) >= start) &&
      (end === undefined || read.timeOf(item) <= end),
  );
  return from !== undefined || start !== undefined ? found.slice(0, limit) : found.slice(-limit);
}

function limitOf(params: Params): number {
  const limit = numberOf(params, 'limit') ?? DEFAULT_LIMIT;
  if (limit < 1 || limit > MAX_LIMIT) throw invalidValue('limit');
  return limit;
}

function numberOf(params: Params, name: string): number | undefined {
  const value = params.findLong(name);
  return value === undefined ? undefined : Number(value);
}

function checkInterval(start: number, end: number, maxHours: number): void {
  if (end < start) throw new ApiError(-1023, 'Start time is greater than end time.');
  if (end - start > maxHours * HOUR_MS)
    throw new ApiError(-1127, `More than ${maxHours} hours between startTime and endTime.`);
}
