import type { MarketBook } from './market-book.ts';
import { invalidInterval, invalidValue } from './protocol/errors.ts';
import type { Params } from './protocol/params.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Case matters: `1m` is a minute and `1M` a month, which is taken to have 30 days here. */
export const intervals: Readonly<Record<string, number>> = {
  ...{ '1s': SECOND, '1m': MINUTE, '3m': 3 * MINUTE, '5m': 5 * MINUTE, '15m': 15 * MINUTE, '30m': 30 * MINUTE },
  ...{ '1h': HOUR, '2h': 2 * HOUR, '4h': 4 * HOUR, '6h': 6 * HOUR, '8h': 8 * HOUR, '12h': 12 * HOUR },
  ...{ '1d': DAY, '3d': 3 * DAY, '1w': 7 * DAY, '1M': 30 * DAY },
};

const MAX_LIMIT = { spot: 1_000, usdm: 1_500 };

/** Flat candles at the last price, the youngest still open: the shape is real, the history is not. */
export function klines(
  market: 'spot' | 'usdm',
  { book, params, nowMs }: { book: MarketBook; params: Params; nowMs: number },
): unknown[] {
  const length = intervals[params.text('interval')];
  if (length === undefined || (market === 'usdm' && length === SECOND)) throw invalidInterval();
  const limit = Number(params.findLong('limit') ?? 500n);
  if (limit < 1 || limit > MAX_LIMIT[market]) throw invalidValue('limit');
  const start = params.findLong('startTime');
  const end = Math.min(Number(params.findLong('endTime') ?? BigInt(nowMs)), nowMs);
  const lastOpen = Math.floor(end / length) * length;
  const firstOpen = start === undefined ? lastOpen - (limit - 1) * length : Math.ceil(Number(start) / length) * length;
  const price = book.of(params.text('symbol')).last.toFixed(8);
  const rows: unknown[] = [];
  for (let open = firstOpen; open <= lastOpen && rows.length < limit; open += length)
    rows.push([open, price, price, price, price, '1.00000000', open + length - 1, price, 1, '0.5', '0.5', '0']);
  return rows;
}
