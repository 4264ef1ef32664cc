import type { Database } from '../database/pool.pg.ts';
import { decimal } from '../money/decimal.ts';
import { CANDLE_EXCHANGE, type Candle, INTERVALS } from './candle.ts';
import type { CandlePage, CandleRequest } from './store.ts';

const KEPT = `
select open_at, open, high, low, close, volume, quote_volume, trades from candles
where exchange = $1 and market = $2 and symbol = $3 and interval = $4 and open_at < $5
order by open_at desc limit $6`;

/**
 * Made of those that are kept. One whose beginning or end is not there is left out: it would not be over, or not be whole.
 * Gaps within are the exchange's own.
 */
const MADE = `
select bin as open_at, (array_agg(open order by open_at))[1] as open, max(high) as high, min(low) as low,
  (array_agg(close order by open_at desc))[1] as close, sum(volume) as volume, sum(quote_volume) as quote_volume,
  sum(trades) as trades
from (
  select date_bin($7::interval, open_at, 'epoch'::timestamptz) as bin, candles.* from candles
  where exchange = $1 and market = $2 and symbol = $3 and interval = $4 and open_at < $5::timestamptz + $7::interval
) binned
where bin < $5
group by bin
having min(open_at) = bin and max(open_at) = bin + $7::interval - $8::interval
order by bin desc limit $6`;

/** In rows as they are kept, text where numbers may be long. */
type CandleRow = {
  open_at: Date;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
  quote_volume: string;
  trades: string;
};

export async function selectCandles(
  database: Database,
  { market, symbol, interval, limit, before }: CandleRequest,
): Promise<CandlePage> {
  const { lengthMs, of } = INTERVALS[interval];
  const partMs = INTERVALS[of].lengthMs;
  const [statement, ...made] = lengthMs === partMs ? [KEPT] : [MADE, inMs(lengthMs), inMs(partMs)];
  const values = [CANDLE_EXCHANGE, market, symbol, of, before ?? 'infinity', limit + 1, ...made];
  const { rows } = await database.query<CandleRow>(statement, values);
  const candles = rows.slice(0, limit).map(toCandle);
  const oldest = candles.at(-1);
  return rows.length > limit && oldest !== undefined ? { candles, nextBefore: oldest.openAt } : { candles };
}

const inMs = (ms: number): string => `${ms} milliseconds`;

function toCandle(row: CandleRow): Candle {
  return {
    ...{ openAt: row.open_at, open: decimal(row.open), high: decimal(row.high), low: decimal(row.low) },
    ...{ close: decimal(row.close), volume: decimal(row.volume), quoteVolume: decimal(row.quote_volume) },
    trades: Number(row.trades),
  };
}
