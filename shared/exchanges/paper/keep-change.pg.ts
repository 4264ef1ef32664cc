import type { Database } from '../../database/pool.pg.ts';
import { print } from '../../money/decimal.ts';
import type { Balance } from '../exchange.ts';
import type { Books } from './books.ts';
import { asExchangeOrder, type PaperOrder } from './paper-order.ts';
import type { PaperScope } from './store.ts';

export async function keepOrder(database: Database, accountId: string, order: PaperOrder): Promise<void> {
  const { filledQuantity, averagePrice } = asExchangeOrder(order);
  await database.query(
    `insert into paper_orders (id, account_id, client_order_id, market, symbol, side, type, quantity, price, reduce_only,
       status, reason, filled_quantity, average_price, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     on conflict (id) do update set status = excluded.status, reason = excluded.reason, updated_at = excluded.updated_at,
       filled_quantity = excluded.filled_quantity, average_price = excluded.average_price`,
    [
      order.id,
      accountId,
      order.clientOrderId,
      order.market,
      order.symbol,
      order.side,
      order.type,
      print(order.quantity),
      order.type === 'limit' ? print(order.price) : null,
      order.reduceOnly,
      order.status,
      order.reason ?? null,
      print(filledQuantity),
      averagePrice === undefined ? null : print(averagePrice),
      order.createdAt,
      order.updatedAt,
    ],
  );
  for (const fill of order.fills) {
    await database.query(
      `insert into paper_fills (id, account_id, order_id, price, quantity, commission, commission_asset, filled_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        fill.exchangeTradeId,
        accountId,
        order.id,
        print(fill.price),
        print(fill.quantity),
        print(fill.commission),
        fill.commissionAsset,
        fill.filledAt,
      ],
    );
  }
}

/** Writes the balances that are not as they were. */
export async function keepBalances(
  database: Database,
  { accountId, market }: PaperScope,
  { before, after }: { before: readonly Balance[]; after: readonly Balance[] },
): Promise<void> {
  const known = new Map(before.map((balance) => [balance.asset, balance]));
  const changed = after.filter(({ asset, free, locked }) => {
    const old = known.get(asset);
    return old === undefined || !old.free.eq(free) || !old.locked.eq(locked);
  });
  if (changed.length === 0) return;
  await database.query(
    `insert into paper_balances (account_id, market, asset, free, locked)
     select $1, $2, changed.asset, changed.free, changed.locked
     from unnest($3::text[], $4::numeric[], $5::numeric[]) as changed (asset, free, locked)
     on conflict (account_id, market, asset) do update set free = excluded.free, locked = excluded.locked`,
    [
      accountId,
      market,
      changed.map(({ asset }) => asset),
      changed.map(({ free }) => print(free)),
      changed.map(({ locked }) => print(locked)),
    ],
  );
}

export async function keepPosition(database: Database, accountId: string, symbol: string, books: Books): Promise<void> {
  const holding = books.positions.get(symbol);
  if (holding === undefined) {
    await database.query('delete from paper_positions where account_id = $1 and symbol = $2', [accountId, symbol]);
    return;
  }
  await database.query(
    `insert into paper_positions (account_id, symbol, quantity, entry_notional) values ($1, $2, $3, $4)
     on conflict (account_id, symbol) do update
       set quantity = excluded.quantity, entry_notional = excluded.entry_notional`,
    [accountId, symbol, print(holding.quantity), print(holding.entryNotional)],
  );
}
