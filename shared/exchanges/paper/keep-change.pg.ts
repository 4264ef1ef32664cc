import type { Database } from '../../database/pool.pg.ts';
import type { Market } from '../../markets/market.ts';
import { print } from '../../money/decimal.ts';
import type { Fill } from '../../orders/order.ts';
import type { Holding } from '../../positions/position.ts';
import type { Balance } from '../exchange.ts';
import { orderRow } from './order-row.pg.ts';
import type { PaperOrder } from './paper-order.ts';

/** What is to be written of an account's books: the rows that are new or not as they were. */
export type BooksChange = {
  orders: readonly PaperOrder[];
  balances: readonly (Balance & { market: Market })[];
  /** By symbol; undefined where nothing is held any more. */
  positions: ReadonlyMap<string, Holding | undefined>;
};

// The rows come as JSON, every figure in it as text, and take their types from the tables.
const KEEP = `with kept_orders as (
    insert into paper_orders (id, account_id, client_order_id, market, symbol, side, type, quantity, price, time_in_force, post_only,
      stop_price, callback_bps, activation_price, reduce_only, status, reason, pair_id, triggered_at, best_price,
      filled_quantity, average_price, created_at, updated_at)
    select id, $1::text, client_order_id, market, symbol, side, type, quantity, price, time_in_force, post_only,
      stop_price, callback_bps, activation_price, reduce_only, status, reason, pair_id, triggered_at, best_price,
      filled_quantity, average_price, created_at, updated_at
    from jsonb_populate_recordset(null::paper_orders, $2::jsonb -> 'orders')
    on conflict (id) do update set status = excluded.status, reason = excluded.reason, updated_at = excluded.updated_at,
      filled_quantity = excluded.filled_quantity, average_price = excluded.average_price,
      triggered_at = excluded.triggered_at, best_price = excluded.best_price
  ),
  kept_fills as (
    insert into paper_fills (id, account_id, order_id, price, quantity, commission, commission_asset, filled_at)
    select id, $1::text, order_id, price, quantity, commission, commission_asset, filled_at
    from jsonb_populate_recordset(null::paper_fills, $2::jsonb -> 'fills')
  ),
  kept_balances as (
    insert into paper_balances (account_id, market, asset, free, locked)
    select $1::text, market, asset, free, locked
    from jsonb_populate_recordset(null::paper_balances, $2::jsonb -> 'balances')
    on conflict (account_id, market, asset) do update set free = excluded.free, locked = excluded.locked
  ),
  kept_positions as (
    insert into paper_positions (account_id, symbol, quantity, entry_notional)
    select $1::text, symbol, quantity, entry_notional
    from jsonb_populate_recordset(null::paper_positions, $2::jsonb -> 'held')
    on conflict (account_id, symbol) do update
      set quantity = excluded.quantity, entry_notional = excluded.entry_notional
  )
  delete from paper_positions
  where account_id = $1::text and symbol in (select jsonb_array_elements_text($2::jsonb -> 'closed'))`;

/** Writes a change of the books in one statement. */
export async function keepChange(database: Database, accountId: string, change: BooksChange): Promise<void> {
  const { orders, balances, positions } = change;
  if (orders.length === 0 && balances.length === 0 && positions.size === 0) return;
  const rows = {
    orders: orders.map(orderRow),
    fills: orders.flatMap(({ id, fills }) => fills.map((fill) => fillRow(id, fill))),
    balances: balances.map(balanceRow),
    held: [...positions].flatMap(([symbol, holding]) => (holding === undefined ? [] : [positionRow(symbol, holding)])),
    closed: [...positions].filter(([, holding]) => holding === undefined).map(([symbol]) => symbol),
  };
  await database.query(KEEP, [accountId, JSON.stringify(rows)]);
}

function fillRow(orderId: string, fill: Fill): Record<string, unknown> {
  return {
    id: fill.exchangeTradeId,
    order_id: orderId,
    price: print(fill.price),
    quantity: print(fill.quantity),
    commission: print(fill.commission),
    commission_asset: fill.commissionAsset,
    filled_at: fill.filledAt,
  };
}

function balanceRow({ market, asset, free, locked }: Balance & { market: Market }): Record<string, unknown> {
  return { market, asset, free: print(free), locked: print(locked) };
}

function positionRow(symbol: string, holding: Holding): Record<string, unknown> {
  return { symbol, quantity: print(holding.quantity), entry_notional: print(holding.entryNotional) };
}
