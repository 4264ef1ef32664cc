import type { Database } from '../database/pool.pg.ts';
import { decimal, print } from '../money/decimal.ts';
import type { Fill, Order, OrderDraft, OrderPurpose, OrderStatus, OrderUpdate, Side } from './order.ts';
import { OPEN_STATUSES, RESTING_STATUSES } from './order.ts';

export type OrderRow = {
  id: string;
  user_id: string;
  account_id: string;
  strategy_id: string;
  alert_id: string;
  signal_id: string;
  step: number;
  client_order_id: string;
  exchange_order_id: string | null;
  market: Order['market'];
  symbol: string;
  side: Side;
  type: 'market' | 'limit';
  purpose: OrderPurpose;
  reduce_only: boolean;
  quantity: string;
  price: string | null;
  reference_price: string | null;
  status: OrderStatus;
  reason: string | null;
  filled_quantity: string;
  average_price: string | null;
  created_at: Date;
  submitted_at: Date | null;
  updated_at: Date;
};

export const ORDER_COLUMNS = `id, user_id, account_id, strategy_id, alert_id, signal_id, step, client_order_id,
  exchange_order_id, market, symbol, side, type, purpose, reduce_only, quantity, price, reference_price, status, reason,
  filled_quantity, average_price, created_at, submitted_at, updated_at`;

export function toOrder(row: OrderRow): Order {
  return {
    ...toDraft(row),
    id: row.id,
    userId: row.user_id,
    accountId: row.account_id,
    strategyId: row.strategy_id,
    alertId: row.alert_id,
    signalId: row.signal_id,
    step: row.step,
    clientOrderId: row.client_order_id,
    status: row.status,
    filledQuantity: decimal(row.filled_quantity),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.exchange_order_id === null ? {} : { exchangeOrderId: row.exchange_order_id }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.average_price === null ? {} : { averagePrice: decimal(row.average_price) }),
    ...(row.reference_price === null ? {} : { referencePrice: decimal(row.reference_price) }),
    ...(row.submitted_at === null ? {} : { submittedAt: row.submitted_at }),
  };
}

function toDraft(row: OrderRow): OrderDraft {
  const common = {
    market: row.market,
    symbol: row.symbol,
    side: row.side,
    quantity: decimal(row.quantity),
    reduceOnly: row.reduce_only,
    purpose: row.purpose,
  };
  return row.type === 'limit' && row.price !== null
    ? { ...common, type: 'limit', price: decimal(row.price) }
    : { ...common, type: 'market' };
}

export async function insertOrder(database: Database, order: Order): Promise<void> {
  await database.query(
    `insert into orders (id, user_id, account_id, strategy_id, alert_id, signal_id, step, client_order_id, market, symbol,
       side, type, purpose, reduce_only, quantity, price, reference_price, status, created_at, submitted_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
    [
      order.id,
      order.userId,
      order.accountId,
      order.strategyId,
      order.alertId,
      order.signalId,
      order.step,
      order.clientOrderId,
      order.market,
      order.symbol,
      order.side,
      order.type,
      order.purpose,
      order.reduceOnly,
      print(order.quantity),
      order.type === 'limit' ? print(order.price) : null,
      order.referencePrice === undefined ? null : print(order.referencePrice),
      order.status,
      order.createdAt,
      order.submittedAt ?? null,
      order.updatedAt,
    ],
  );
}

/** Nothing is changed where the order is closed already: somebody was first. */
export async function updateOrder(database: Database, id: string, update: OrderUpdate): Promise<boolean> {
  const { rowCount } = await database.query(
    `update orders set status = $2, reason = $3, updated_at = $4,
       submitted_at = case when $2 = 'submitting' then $4 else submitted_at end,
       exchange_order_id = coalesce($5, exchange_order_id),
       filled_quantity = greatest(filled_quantity, coalesce($6::numeric, 0)),
       average_price = coalesce($7::numeric, average_price)
     where id = $1 and status = any($8)`,
    [
      id,
      update.status,
      update.reason ?? null,
      update.updatedAt,
      update.exchangeOrderId ?? null,
      update.filledQuantity === undefined ? null : print(update.filledQuantity),
      update.averagePrice === undefined ? null : print(update.averagePrice),
      OPEN_STATUSES,
    ],
  );
  return rowCount === 1;
}

/** What was to follow an order that failed is not sent any more. */
export async function cancelPlanned(database: Database, signalId: string, reason: string, at: Date): Promise<void> {
  await database.query(
    `update orders set status = 'canceled', reason = $2, updated_at = $3 where signal_id = $1 and status = 'planned'`,
    [signalId, reason, at],
  );
}

export async function selectOrdersOfSignal(database: Database, signalId: string): Promise<Order[]> {
  const { rows } = await database.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders where signal_id = $1 order by step`,
    [signalId],
  );
  return rows.map(toOrder);
}

export async function selectRestingOrders(
  database: Database,
  { accountId, market, symbol }: { accountId: string; market: string; symbol: string },
): Promise<Order[]> {
  const { rows } = await database.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders
     where account_id = $1 and market = $2 and symbol = $3 and status = any($4) order by id`,
    [accountId, market, symbol, RESTING_STATUSES],
  );
  return rows.map(toOrder);
}

/** @returns whether the fill is new; the exchange may tell of the same trade any number of times */
export async function insertFill(database: Database, order: Order, fill: Fill, id: string): Promise<boolean> {
  const { rowCount } = await database.query(
    `insert into fills (id, user_id, account_id, order_id, market, symbol, exchange_trade_id, side, price, quantity,
       commission, commission_asset, filled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (account_id, market, symbol, exchange_trade_id) do nothing`,
    [
      id,
      order.userId,
      order.accountId,
      order.id,
      order.market,
      order.symbol,
      fill.exchangeTradeId,
      order.side,
      print(fill.price),
      print(fill.quantity),
      print(fill.commission),
      fill.commissionAsset,
      fill.filledAt,
    ],
  );
  return rowCount === 1;
}
