import type { Database } from '../../database/pool.pg.ts';
import type { Holding } from '../../positions/position.ts';
import type { Balance } from '../exchange.ts';
import type { Books } from './books.ts';
import { isResting, type PaperOrder, type RestingOrder } from './paper-order.ts';
import {
  type BalanceRow,
  type FillRow,
  ORDER_COLUMNS,
  type OrderRow,
  type PositionRow,
  toBalance,
  toFill,
  toHolding,
  toOrder,
} from './rows.pg.ts';
import type { PaperScope } from './store.ts';

export async function readBooks(database: Database, scope: PaperScope): Promise<{ books: Books; balances: Balance[] }> {
  const balances = await readBalances(database, scope);
  const positions = scope.market === 'usdm' ? await readPositions(database, scope.accountId) : new Map();
  const resting = await readResting(database, scope);
  const totals = new Map(balances.map(({ asset, free, locked }) => [asset, free.plus(locked)]));
  return { books: { market: scope.market, totals, positions, resting }, balances };
}

export async function readBalances(database: Database, { accountId, market }: PaperScope): Promise<Balance[]> {
  const { rows } = await database.query<BalanceRow>(
    'select asset, free, locked from paper_balances where account_id = $1 and market = $2 order by asset',
    [accountId, market],
  );
  return rows.map(toBalance);
}

export async function readPositions(database: Database, accountId: string): Promise<ReadonlyMap<string, Holding>> {
  const { rows } = await database.query<PositionRow>(
    'select symbol, quantity, entry_notional from paper_positions where account_id = $1 order by symbol',
    [accountId],
  );
  return new Map(rows.map(toHolding));
}

export async function readResting(database: Database, { accountId, market }: PaperScope): Promise<RestingOrder[]> {
  const { rows } = await database.query<OrderRow>(
    `select ${ORDER_COLUMNS} from paper_orders where account_id = $1 and market = $2 and status = 'open' order by id`,
    [accountId, market],
  );
  return rows.map((row) => toOrder(row, [])).filter(isResting);
}

export async function readOrder(
  database: Database,
  accountId: string,
  clientOrderId: string,
): Promise<PaperOrder | undefined> {
  const { rows } = await database.query<OrderRow>(
    `select ${ORDER_COLUMNS} from paper_orders where account_id = $1 and client_order_id = $2`,
    [accountId, clientOrderId],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const fills = await database.query<FillRow>(
    `select id, price, quantity, commission, commission_asset, filled_at from paper_fills where order_id = $1 order by id`,
    [row.id],
  );
  return toOrder(row, fills.rows.map(toFill));
}
