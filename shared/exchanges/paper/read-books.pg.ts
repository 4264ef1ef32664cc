import type { Database } from '../../database/pool.pg.ts';
import type { Holding } from '../../positions/position.ts';
import type { Balance, OrderFill } from '../exchange.ts';
import type { Books } from './books.ts';
import { isOpen, type OpenPaperOrder, type PaperOrder } from './paper-order.ts';
import {
  type BalanceRow,
  type FillRow,
  type OrderFillRow,
  type OrderRow,
  type PositionRow,
  toBalance,
  toHolding,
  toOrder,
  toOrderFill,
} from './rows.pg.ts';
import type { PaperScope, PaperStore } from './store.ts';

// Every numeric is turned into text here, because inside JSON it would be read as a float.
const BALANCES = `select asset, free::text, locked::text from paper_balances
  where account_id = $1 and market = $2 order by asset`;
const POSITIONS = `select symbol, quantity::text, entry_notional::text from paper_positions
  where account_id = $1 order by symbol`;
const ORDER_COLUMNS = `id, client_order_id, market, symbol, side, type, quantity::text, price::text, time_in_force, post_only,
  stop_price::text, callback_bps, activation_price::text, reduce_only, status, reason, pair_id, triggered_at, best_price::text,
  created_at, updated_at`;
const OPEN_ORDERS = `select ${ORDER_COLUMNS} from paper_orders
  where account_id = $1 and market = $2 and status = 'open' order by id`;
const FILLS = `select id, price::text, quantity::text, commission::text, commission_asset, filled_at from paper_fills
  where order_id = orders.id order by id`;

function ordersUnder(clientOrderIds: '$2' | '$3'): string {
  return `select ${ORDER_COLUMNS}, ${allOf(FILLS)} as fills from paper_orders orders
    where account_id = $1 and client_order_id = any(${clientOrderIds}::text[])`;
}

function allOf(query: string): string {
  return `(select coalesce(json_agg(found), '[]') from (${query}) found)`;
}

const ORDER = ordersUnder('$2');
const PAGE = `select ${allOf(BALANCES)} as balances, ${allOf(OPEN_ORDERS)} as open_orders,
  case when $2 = 'usdm' then ${allOf(POSITIONS)} else '[]' end as positions,
  ${allOf(ordersUnder('$3'))} as orders_found`;

type FoundRow = OrderRow & { fills: FillRow[] };
type PageRow = {
  balances: BalanceRow[];
  open_orders: OrderRow[];
  positions: PositionRow[];
  orders_found: FoundRow[];
};
export type BooksPage = { books: Books; balances: Balance[]; found: PaperOrder[] };

/** All that a decision rests on in one statement, and so as of one moment. */
export async function readPage(
  database: Database,
  { accountId, market, clientOrderIds = [] }: PaperScope & { clientOrderIds?: readonly string[] },
): Promise<BooksPage> {
  const { rows } = await database.query<PageRow>(PAGE, [accountId, market, clientOrderIds]);
  const [row] = rows;
  if (row === undefined) throw new Error('A select without a table gave no row');
  const balances = row.balances.map(toBalance);
  const books: Books = {
    market,
    totals: new Map(balances.map(({ asset, free, locked }) => [asset, free.plus(locked)])),
    positions: new Map(row.positions.map(toHolding)),
    openOrders: toOpenOrders(row.open_orders),
  };
  return { books, balances, found: row.orders_found.map(toFound) };
}

export async function readBalances(database: Database, { accountId, market }: PaperScope): Promise<Balance[]> {
  const { rows } = await database.query<BalanceRow>(BALANCES, [accountId, market]);
  return rows.map(toBalance);
}

export async function readPositions(database: Database, accountId: string): Promise<ReadonlyMap<string, Holding>> {
  const { rows } = await database.query<PositionRow>(POSITIONS, [accountId]);
  return new Map(rows.map(toHolding));
}

export async function readOpenOrders(database: Database, { accountId, market }: PaperScope): Promise<OpenPaperOrder[]> {
  const { rows } = await database.query<OrderRow>(OPEN_ORDERS, [accountId, market]);
  return toOpenOrders(rows);
}

export async function readFills(
  database: Database,
  { accountId, market, symbol, orderId, since }: Parameters<PaperStore['fills']>[0],
): Promise<OrderFill[]> {
  const { rows } = await database.query<OrderFillRow>(
    `select f.id, f.order_id, o.side, f.price::text, f.quantity::text, f.commission::text, f.commission_asset, f.filled_at
     from paper_orders o join paper_fills f on f.order_id = o.id
     where o.account_id = $1 and o.market = $2 and o.symbol = $3 and ($4::text is null or o.id = $4)
       and ($5::timestamptz is null or f.filled_at >= $5)
     order by f.filled_at, f.id`,
    [accountId, market, symbol, orderId ?? null, since ?? null],
  );
  return rows.map(toOrderFill);
}

export async function readOrder(
  database: Database,
  accountId: string,
  clientOrderId: string,
): Promise<PaperOrder | undefined> {
  const { rows } = await database.query<FoundRow>(ORDER, [accountId, [clientOrderId]]);
  return rows.map(toFound)[0];
}

function toFound(row: FoundRow): PaperOrder {
  return toOrder(row, row.fills);
}

function toOpenOrders(rows: readonly OrderRow[]): OpenPaperOrder[] {
  return rows.map((row) => toOrder(row, [])).filter(isOpen);
}
