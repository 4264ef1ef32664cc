import type { Database } from '../../database/pool.pg.ts';
import type { Holding } from '../../positions/position.ts';
import type { Balance, OrderFill } from '../exchange.ts';
import type { Books } from './books.ts';
import { isResting, type PaperOrder, type RestingOrder } from './paper-order.ts';
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
const ORDER_COLUMNS = `id, client_order_id, market, symbol, side, quantity::text, price::text, reduce_only, status, reason,
  created_at, updated_at`;
const RESTING = `select ${ORDER_COLUMNS} from paper_orders
  where account_id = $1 and market = $2 and status = 'open' order by id`;
const FILLS = `select id, price::text, quantity::text, commission::text, commission_asset, filled_at from paper_fills
  where order_id = orders.id order by id`;

function orderUnder(clientOrderId: '$2' | '$3'): string {
  return `select ${ORDER_COLUMNS}, ${allOf(FILLS)} as fills from paper_orders orders
    where account_id = $1 and client_order_id = ${clientOrderId}`;
}

function allOf(query: string): string {
  return `(select coalesce(json_agg(found), '[]') from (${query}) found)`;
}

const ORDER = orderUnder('$2');
const PAGE = `select ${allOf(BALANCES)} as balances, ${allOf(RESTING)} as resting,
  case when $2 = 'usdm' then ${allOf(POSITIONS)} else '[]' end as positions,
  (select to_json(found) from (${orderUnder('$3')}) found) as order_found`;

type FoundRow = OrderRow & { fills: FillRow[] };
type PageRow = {
  balances: BalanceRow[];
  resting: OrderRow[];
  positions: PositionRow[];
  order_found: FoundRow | null;
};
export type BooksPage = { books: Books; balances: Balance[]; order: PaperOrder | undefined };

/** All that a decision rests on in one statement, and so as of one moment. */
export async function readPage(
  database: Database,
  { accountId, market, clientOrderId }: PaperScope & { clientOrderId?: string },
): Promise<BooksPage> {
  const { rows } = await database.query<PageRow>(PAGE, [accountId, market, clientOrderId ?? null]);
  const [row] = rows;
  if (row === undefined) throw new Error('A select without a table gave no row');
  const balances = row.balances.map(toBalance);
  const books: Books = {
    market,
    totals: new Map(balances.map(({ asset, free, locked }) => [asset, free.plus(locked)])),
    positions: new Map(row.positions.map(toHolding)),
    resting: toResting(row.resting),
  };
  return { books, balances, order: toFound(row.order_found) };
}

export async function readBalances(database: Database, { accountId, market }: PaperScope): Promise<Balance[]> {
  const { rows } = await database.query<BalanceRow>(BALANCES, [accountId, market]);
  return rows.map(toBalance);
}

export async function readPositions(database: Database, accountId: string): Promise<ReadonlyMap<string, Holding>> {
  const { rows } = await database.query<PositionRow>(POSITIONS, [accountId]);
  return new Map(rows.map(toHolding));
}

export async function readResting(database: Database, { accountId, market }: PaperScope): Promise<RestingOrder[]> {
  const { rows } = await database.query<OrderRow>(RESTING, [accountId, market]);
  return toResting(rows);
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
  const { rows } = await database.query<FoundRow>(ORDER, [accountId, clientOrderId]);
  return toFound(rows[0]);
}

function toFound(row: FoundRow | null | undefined): PaperOrder | undefined {
  return row ? toOrder(row, row.fills) : undefined;
}

function toResting(rows: readonly OrderRow[]): RestingOrder[] {
  return rows.map((row) => toOrder(row, [])).filter(isResting);
}
