import { conditions } from '../database/conditions.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { decimal } from '../money/decimal.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { Fill, Order } from './order.ts';
import type { FilledOrder, OrderFilter, OrderList } from './order-list.ts';
import { ORDER_COLUMNS, type OrderRow, toOrder } from './order-rows.pg.ts';

export function pgOrderList(pool: Pool): OrderList {
  return {
    list: (userId, filter) =>
      whileAvailable(async () => {
        const { text, values } = orderListQuery(userId, filter);
        const { rows } = await pool.query<OrderRow>(text, values);
        return cutPage(rows.map(toOrder), filter.limit);
      }),
    find: (userId, id) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<OrderRow>(
          `select ${ORDER_COLUMNS} from orders where user_id = $1 and id = $2`,
          [userId, id],
        );
        const [order] = await withFills(pool, userId, rows.map(toOrder));
        return order;
      }),
  };
}

export function orderListQuery(
  userId: string,
  { limit, cursor, status, symbol, strategyId }: OrderFilter,
): { text: string; values: unknown[] } {
  const query = conditions();
  query.add('user_id = ?', userId);
  query.add('id < ?', cursor ?? BEFORE_FIRST);
  if (status !== undefined) query.add('status = ?', status);
  if (symbol !== undefined) query.add('symbol = ?', symbol);
  if (strategyId !== undefined) query.add('strategy_id = ?', strategyId);
  const order = `order by id desc limit ${query.value(limit + 1)}`;
  return { text: `select ${ORDER_COLUMNS} from orders where ${query.where()} ${order}`, values: query.values };
}

/** The orders of one alert with what was filled, in the order of their making. */
export async function selectFilledOrders(database: Database, userId: string, alertId: string): Promise<FilledOrder[]> {
  const { rows } = await database.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders where alert_id = $2 and user_id = $1 order by id`,
    [userId, alertId],
  );
  return withFills(database, userId, rows.map(toOrder));
}

type FillRow = {
  order_id: string;
  exchange_trade_id: string;
  price: string;
  quantity: string;
  commission: string;
  commission_asset: string;
  filled_at: Date;
};

async function withFills(database: Database, userId: string, orders: readonly Order[]): Promise<FilledOrder[]> {
  if (orders.length === 0) return [];
  const { rows } = await database.query<FillRow>(
    `select order_id, exchange_trade_id, price, quantity, commission, commission_asset, filled_at from fills
     where order_id = any($2) and user_id = $1 order by id`,
    [userId, orders.map((order) => order.id)],
  );
  return orders.map((order) => ({ ...order, fills: rows.filter((row) => row.order_id === order.id).map(toFill) }));
}

function toFill(row: FillRow): Fill {
  return {
    exchangeTradeId: row.exchange_trade_id,
    price: decimal(row.price),
    quantity: decimal(row.quantity),
    commission: decimal(row.commission),
    commissionAsset: row.commission_asset,
    filledAt: row.filled_at,
  };
}
