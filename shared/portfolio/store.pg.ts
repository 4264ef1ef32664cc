import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import { decimal, print } from '../money/decimal.ts';
import { POSITION_COLUMNS, type PositionRow, toPosition } from '../positions/position-rows.pg.ts';
import { SEEN_PRICES } from '../positions/seen-prices.sql.ts';
import type { SeenPrice } from './portfolio.ts';
import type { EquityPoint, PortfolioStore } from './store.ts';

type TotalsRow = { symbol: string; realized_pnl: string; commission: string };
type PriceRow = { market: SeenPrice['market']; symbol: string; price: string; seen_at: Date };

export function pgPortfolioStore(pool: Pool): PortfolioStore {
  return {
    openPositions: (userId, accountId) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<PositionRow>(
          `select ${POSITION_COLUMNS} from positions
           where user_id = $1 and account_id = $2 and closed_at is null order by id`,
          [userId, accountId],
        );
        return rows.map(toPosition);
      }),
    totals: (userId, accountId) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<TotalsRow>(
          `select symbol, sum(realized_pnl) as realized_pnl, sum(commission) as commission from positions
           where account_id = $2 and exists (select 1 from accounts where id = $2 and user_id = $1) group by symbol`,
          [userId, accountId],
        );
        return rows.map((row) => ({
          symbol: row.symbol,
          realizedPnl: decimal(row.realized_pnl),
          commission: decimal(row.commission),
        }));
      }),
    prices: (userId, accountId, symbols) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<PriceRow>(
          `select x.* from accounts a cross join lateral (${SEEN_PRICES}) x
           where a.user_id = $1 and a.id = $2 and x.market in ('spot', 'usdm') and x.symbol = any($3)`,
          [userId, accountId, symbols],
        );
        return rows.map(toSeen);
      }),
    knownPrices: (userId, accountId) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<PriceRow>(
          `select x.market, x.symbol, x.price, x.seen_at from account_prices x join accounts a on a.id = x.account_id
           where a.user_id = $1 and a.id = $2`,
          [userId, accountId],
        );
        return rows.map(toSeen);
      }),
    keepPrices: (userId, accountId, seen) =>
      whileAvailable(async () => {
        await pool.query(
          `insert into account_prices (account_id, market, symbol, price, seen_at)
           select a.id, r.market, r.symbol, r.price, r.seen_at
           from accounts a cross join jsonb_to_recordset($3::jsonb) as r(market text, symbol text, price numeric, seen_at timestamptz)
           where a.user_id = $1 and a.id = $2 and r.price > 0
           on conflict (account_id, market, symbol) do update set price = excluded.price, seen_at = excluded.seen_at
             where account_prices.seen_at <= excluded.seen_at`,
          [
            userId,
            accountId,
            JSON.stringify(seen.map(({ seenAt, price, ...one }) => ({ ...one, price: print(price), seen_at: seenAt }))),
          ],
        );
      }),
    addSnapshots: (snapshots) =>
      whileAvailable(async () => {
        for (const one of snapshots)
          await pool.query(
            `with peak as (
               insert into equity_peaks (account_id, equity, at) values ($2, $4, $3)
               on conflict (account_id) do update set equity = excluded.equity, at = excluded.at
                 where equity_peaks.equity < excluded.equity
             )
             insert into equity_snapshots (user_id, account_id, at, equity, realized_pnl, unrealized_pnl, exposure)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (account_id, at) do nothing`,
            [
              one.userId,
              one.accountId,
              one.at,
              print(one.equity),
              print(one.realizedPnl),
              print(one.unrealizedPnl),
              print(one.exposure),
            ],
          );
      }),
    curve: (userId, request) => whileAvailable(() => selectCurve(pool, userId, request)),
  };
}

function toSeen({ seen_at: seenAt, price, ...row }: PriceRow): SeenPrice {
  return { ...row, price: decimal(price), seenAt };
}

type CurveRow = { at: Date; equity: string; realized_pnl: string; unrealized_pnl: string; exposure: string };

async function selectCurve(
  pool: Pool,
  userId: string,
  { from, to, maxPoints, accountId }: Parameters<PortfolioStore['curve']>[1],
): Promise<EquityPoint[]> {
  const partSeconds = Math.max((to.getTime() - from.getTime()) / 1_000 / maxPoints, 1);
  const { rows } = await pool.query<CurveRow>(
    `with last_of_part as (
       select distinct on (part, account_id)
         floor(extract(epoch from at - $2::timestamptz) / $4::double precision) as part,
         account_id, at, equity, realized_pnl, unrealized_pnl, exposure
       from equity_snapshots
       where user_id = $1 and at >= $2 and at < $3 and account_id = coalesce($5, account_id)
       order by part, account_id, at desc
     )
     select max(at) as at, sum(equity) as equity, sum(realized_pnl) as realized_pnl,
       sum(unrealized_pnl) as unrealized_pnl, sum(exposure) as exposure
     from last_of_part group by part order by part`,
    [userId, from, to, partSeconds, accountId ?? null],
  );
  return rows.map((row) => ({
    at: row.at,
    equity: decimal(row.equity),
    realizedPnl: decimal(row.realized_pnl),
    unrealizedPnl: decimal(row.unrealized_pnl),
    exposure: decimal(row.exposure),
  }));
}
