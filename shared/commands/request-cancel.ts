import { isClosed } from '../orders/order.ts';
import type { OrderList } from '../orders/order-list.ts';
import { type KeepCommandDeps, keepCommand } from './keep-command.ts';

export type RequestCancelDeps = KeepCommandDeps & { orders: OrderList };
export type RequestCancel = { userId: string; actor: string; orderId: string };

export type RequestedCancel =
  | { outcome: 'kept'; alertId: string }
  | { outcome: 'not_found' }
  | { outcome: 'refused'; code: 'order_closed'; reason: string };

/** Asks for an order to be canceled, in its turn on the lane. What is filled until then stays filled. */
export async function requestCancel(
  deps: RequestCancelDeps,
  { userId, actor, orderId }: RequestCancel,
): Promise<RequestedCancel> {
  const order = await deps.orders.find(userId, orderId);
  if (order === undefined) return { outcome: 'not_found' };
  if (isClosed(order.status)) {
    const reason = `Cannot cancel order "${orderId}": it is ${order.status}`;
    return { outcome: 'refused', code: 'order_closed', reason };
  }
  const { strategyId, market, symbol } = order;
  const about = { orderId };
  const alertId = await keepCommand(deps, {
    userId,
    strategyId,
    actor,
    intents: ['cancel_orders'],
    market,
    symbol,
    about,
  });
  return alertId === undefined ? { outcome: 'not_found' } : { outcome: 'kept', alertId };
}
