import type { Database } from '../../database/pool.pg.ts';
import { type Decimal, decimal, print } from '../../money/decimal.ts';
import type { PaperSymbol, SeenPrice } from './store.ts';

/**
 * Keeps the newest price of a symbol and names the accounts with an order that it concerns: that rests
 * within its reach, is triggered by it or has a better price to follow (`falls_to` and `rises_to`, migration 0013). Its commit does not wait for the
 * disk: a price that a crash takes away is seen again, and nothing was acknowledged on the strength of it.
 */
export async function keepPrice(database: Database, seen: SeenPrice): Promise<string[]> {
  const { rows } = await database.query<{ account_id: string }>(
    `with kept as (
       insert into prices (market, symbol, price, source, seen_at)
       select $1::text, $2::text, $3::numeric, $4::text, $5::timestamptz from set_config('synchronous_commit', 'off', true)
       on conflict (market, symbol) do update
         set price = excluded.price, source = excluded.source, seen_at = excluded.seen_at
         where prices.seen_at <= excluded.seen_at
     )
     select account_id from paper_orders
     where market = $1 and symbol = $2 and status = 'open' and falls_to >= $3::numeric
       and best_price is distinct from $3::numeric
     union
     select account_id from paper_orders
     where market = $1 and symbol = $2 and status = 'open' and rises_to <= $3::numeric
       and best_price is distinct from $3::numeric
     order by account_id`,
    [seen.market, seen.symbol, print(seen.price), seen.source, seen.seenAt],
  );
  return rows.map((row) => row.account_id);
}

export async function lastPrice(
  database: Database,
  { market, symbol }: PaperSymbol,
): Promise<{ price: Decimal; seenAt: Date } | undefined> {
  const { rows } = await database.query<{ price: string; seen_at: Date }>(
    'select price, seen_at from prices where market = $1 and symbol = $2',
    [market, symbol],
  );
  const row = rows[0];
  return row === undefined ? undefined : { price: decimal(row.price), seenAt: row.seen_at };
}

export async function openSymbols(database: Database): Promise<PaperSymbol[]> {
  const { rows } = await database.query<PaperSymbol>(
    `select distinct market, symbol from paper_orders where status in ('open', 'partially_filled') order by market, symbol`,
  );
  return rows.map(({ market, symbol }) => ({ market, symbol }));
}
