import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import { print } from '../money/decimal.ts';
import { OPEN_STATUSES } from '../orders/order.ts';
import { CANDLE_EXCHANGE, type Candle, type CandleSeries, type TradedSymbol } from './candle.ts';
import { selectCandles } from './list-candles.pg.ts';
import type { CandleStore, Coverage } from './store.ts';

const openStatuses = OPEN_STATUSES.map((status) => `'${status}'`).join(', ');

/** The last orders are found by their ids, which sort by age: what this costs does not grow with the table. */
const TRADED = `
select market, symbol from (
  select market, symbol, 1 as rank, '' as last from positions where closed_at is null
  union all
  select market, symbol, 1, '' from orders where status in (${openStatuses})
  union all
  select market, symbol, 2, id from (select id, market, symbol from orders order by id desc limit 500) o
  union all
  select s.default_market, allowed.symbol, 3, s.id
  from strategies s, jsonb_array_elements_text(coalesce(s.limits -> 'allowedSymbols', '[]'::jsonb)) as allowed(symbol)
  where s.status = 'enabled'
) traded
where symbol ~ '^[A-Z0-9]{2,30}$'
group by market, symbol order by min(rank), max(last) desc, market, symbol limit $1`;

const KEEP = `
with rows as (
  select r.* from jsonb_to_recordset($5::jsonb) as r(
    open_at timestamptz, open numeric, high numeric, low numeric, close numeric, volume numeric, quote_volume numeric, trades bigint)
), kept as (
  insert into candles (exchange, market, symbol, interval, open_at, open, high, low, close, volume, quote_volume, trades)
  select $1, $2, $3, $4, open_at, open, high, low, close, volume, quote_volume, trades from rows
  on conflict (exchange, market, symbol, interval, open_at) do update
    set open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
      volume = excluded.volume, quote_volume = excluded.quote_volume, trades = excluded.trades
)
insert into candle_series (exchange, market, symbol, interval, covered_from, covered_until)
values ($1, $2, $3, $4, $6, $7)
on conflict (exchange, market, symbol, interval) do update
  set covered_from = excluded.covered_from, covered_until = excluded.covered_until, not_listed_at = null`;

/** What is covered shrinks with what is kept, so that it is asked for again should more be kept one day. */
const FORGET = `
with series as (
  update candle_series set
    covered_from = case when covered_until > $2 then $2::timestamptz end,
    covered_until = case when covered_until > $2 then covered_until end
  where interval = $1 and covered_from < $2
  returning exchange, market, symbol, interval
)
delete from candles c using series s
where c.exchange = s.exchange and c.market = s.market and c.symbol = s.symbol and c.interval = s.interval
  and c.open_at < $2`;

type SeriesRow = { covered_from: Date | null; covered_until: Date | null; not_listed_at: Date | null };

export function pgCandleStore(pool: Pool): CandleStore {
  const keyOf = ({ market, symbol, interval }: CandleSeries): string[] => [CANDLE_EXCHANGE, market, symbol, interval];
  return {
    tradedSymbols: (limit) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<TradedSymbol>(TRADED, [limit]);
        return rows.map(({ market, symbol }) => ({ market, symbol }));
      }),
    find: (series) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<SeriesRow>(
          `select covered_from, covered_until, not_listed_at from candle_series
           where exchange = $1 and market = $2 and symbol = $3 and interval = $4`,
          keyOf(series),
        );
        const {
          covered_from: from = null,
          covered_until: until = null,
          not_listed_at: notListedAt = null,
        } = rows[0] ?? {};
        return {
          ...(from === null || until === null ? {} : { coverage: { from, until } }),
          ...(notListedAt === null ? {} : { notListedAt }),
        };
      }),
    keep: (series, candles, coverage: Coverage) =>
      whileAvailable(async () => {
        const rows = JSON.stringify(candles.map(toRow));
        await pool.query(KEEP, [...keyOf(series), rows, coverage.from, coverage.until]);
      }),
    noteNotListed: (series, at) =>
      whileAvailable(async () => {
        await pool.query(
          `insert into candle_series (exchange, market, symbol, interval, not_listed_at) values ($1, $2, $3, $4, $5)
           on conflict (exchange, market, symbol, interval) do update set not_listed_at = excluded.not_listed_at`,
          [...keyOf(series), at],
        );
      }),
    forget: (interval, before) =>
      whileAvailable(async () => {
        await pool.query(FORGET, [interval, before]);
      }),
    list: (request) => whileAvailable(() => selectCandles(pool, request)),
  };
}

function toRow(candle: Candle): Record<string, unknown> {
  return {
    ...{ open_at: candle.openAt, open: print(candle.open), high: print(candle.high), low: print(candle.low) },
    ...{ close: print(candle.close), volume: print(candle.volume), quote_volume: print(candle.quoteVolume) },
    trades: candle.trades,
  };
}
