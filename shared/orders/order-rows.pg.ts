import type { Database } from '../database/pool.pg.ts';
import { type Decimal, decimal } from '../money/decimal.ts';
import type { Order, OrderDraft, OrderPurpose, OrderStatus, OrderTerms, Side, TimeInForce } from './order.ts';
import { RESTING_STATUSES, UNSETTLED_STATUSES } from './order.ts';

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
  type: OrderTerms['type'];
  purpose: OrderPurpose;
  reduce_only: boolean;
  quantity: string;
  price: string | null;
  time_in_force: TimeInForce | null;
  post_only: boolean | null;
  reference_price: string | null;
  tag: string | null;
  leverage: string | null;
  stop_price: string | null;
  callback_bps: number | null;
  activation_price: string | null;
  protects_level: number | null;
  pair_id: string | null;
  status: OrderStatus;
  reason: string | null;
  filled_quantity: string;
  average_price: string | null;
  created_at: Date;
  submitted_at: Date | null;
  updated_at: Date;
};

export const ORDER_COLUMNS = `id, user_id, account_id, strategy_id, alert_id, signal_id, step, client_order_id,
  exchange_order_id, market, symbol, side, type, purpose, reduce_only, quantity, price, time_in_force, post_only, reference_price, tag, leverage, stop_price,
  callback_bps, activation_price, protects_level, pair_id, status, reason, filled_quantity, average_price, created_at, submitted_at, updated_at`;

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
    ...(row.tag === null ? {} : { tag: row.tag }),
    ...(row.leverage === null ? {} : { leverage: decimal(row.leverage) }),
    ...protectsOf(row),
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
  return { ...common, ...termsOf(row) };
}

/** A number that a type of order always has. @throws RangeError when the row lacks it */
const needed = (value: string | null): Decimal => decimal(value ?? '');

function termsOf(row: OrderRow): OrderTerms {
  switch (row.type) {
    case 'market':
      return { type: 'market' };
    case 'limit':
      return {
        type: 'limit',
        price: needed(row.price),
        ...(row.time_in_force === null ? {} : { timeInForce: row.time_in_force }),
        ...(row.post_only === null ? {} : { postOnly: row.post_only }),
      };
    case 'stop_market':
    case 'take_profit_market':
      return { type: row.type, stopPrice: needed(row.stop_price) };
    case 'stop_limit':
    case 'take_profit_limit':
      return { type: row.type, stopPrice: needed(row.stop_price), price: needed(row.price) };
    case 'trailing_stop':
      return {
        type: 'trailing_stop',
        callbackBps: row.callback_bps ?? 0,
        ...(row.activation_price === null ? {} : { activationPrice: decimal(row.activation_price) }),
      };
  }
}

function protectsOf({ protects_level: level, pair_id: pairId }: OrderRow): Pick<Order, 'protects'> {
  return level === null ? {} : { protects: { level, ...(pairId === null ? {} : { pairId }) } };
}

export async function selectOrdersOfSignal(database: Database, signalId: string): Promise<Order[]> {
  const { rows } = await database.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders where signal_id = $1 and purpose <> 'protect' order by step`,
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

export async function selectUnsettledProtection(
  database: Database,
  { accountId, market, symbol }: { accountId: string; market: string; symbol: string },
): Promise<Order[]> {
  const { rows } = await database.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders
     where account_id = $1 and market = $2 and symbol = $3 and purpose = 'protect' and status = any($4) order by id`,
    [accountId, market, symbol, UNSETTLED_STATUSES],
  );
  return rows.map(toOrder);
}

/** Every protective order of a lane since `since`, and all those of the alert, whatever became of it. */
export async function selectProtectiveOrders(
  database: Database,
  sought: { accountId: string; market: string; symbol: string; since: Date; alertId: string },
): Promise<Order[]> {
  const { accountId, market, symbol, since, alertId } = sought;
  const { rows } = await database.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders
     where account_id = $1 and market = $2 and symbol = $3 and purpose = 'protect' and (created_at >= $4 or alert_id = $5)
     order by id`,
    [accountId, market, symbol, since, alertId],
  );
  return rows.map(toOrder);
}
