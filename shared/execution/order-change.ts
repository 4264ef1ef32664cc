import { print } from '../money/decimal.ts';
import type { ExchangeOrder } from '../orders/exchange-order.ts';
import type { Order, OrderStatus, OrderUpdate } from '../orders/order.ts';

/**
 * What happened to an order, as one step of its life. `answered` is what the exchange says it has; the others are ours:
 * `postponed` is back to planned because the exchange certainly did not take it, and may say when to ask again; `gave_up` ends it
 * without asking again.
 */
export type OrderChange =
  | { kind: 'submitting' }
  | { kind: 'answered'; order: ExchangeOrder }
  | { kind: 'rejected'; code: string; message: string }
  | { kind: 'unknown'; reason: string; exchangeOrderId?: string }
  | { kind: 'postponed'; reason: string; retryAfterMs?: number }
  | { kind: 'gave_up'; reason: string };

export type OrderEvent = { name: string; detail: Record<string, unknown>; orderId?: string };

function statusAfter(change: OrderChange): OrderStatus {
  switch (change.kind) {
    case 'answered':
      return change.order.status;
    case 'postponed':
      return 'planned';
    case 'gave_up':
      return 'expired';
    case 'submitting':
    case 'rejected':
    case 'unknown':
      return change.kind;
  }
}

function reasonOf(change: OrderChange): string | undefined {
  switch (change.kind) {
    case 'answered':
      return change.order.reason;
    case 'rejected':
      return `${change.code}: ${change.message}`;
    case 'postponed':
    case 'unknown':
    case 'gave_up':
      return change.reason;
    case 'submitting':
      return undefined;
  }
}

/** What the change does to the order's own row. */
export function updateOf(change: OrderChange, at: Date): OrderUpdate {
  const reason = reasonOf(change);
  const update: OrderUpdate = {
    status: statusAfter(change),
    updatedAt: at,
    ...(reason === undefined ? {} : { reason }),
  };
  if (change.kind === 'unknown' && change.exchangeOrderId !== undefined)
    return { ...update, exchangeOrderId: change.exchangeOrderId };
  if (change.kind !== 'answered') return update;
  const { exchangeOrderId, filledQuantity, averagePrice } = change.order;
  return { ...update, exchangeOrderId, filledQuantity, ...(averagePrice === undefined ? {} : { averagePrice }) };
}

/** How the change reads in the alert's timeline. */
export function eventOf(order: Order, change: OrderChange): OrderEvent {
  const detail: Record<string, unknown> = { clientOrderId: order.clientOrderId };
  const reason = reasonOf(change);
  if (reason !== undefined) detail.reason = reason;
  if (change.kind === 'answered') {
    detail.exchangeOrderId = change.order.exchangeOrderId;
    detail.filledQuantity = print(change.order.filledQuantity);
    if (change.order.averagePrice !== undefined) detail.averagePrice = print(change.order.averagePrice);
  } else if (change.kind === 'submitting') {
    Object.assign(detail, {
      side: order.side,
      quantity: print(order.quantity),
      symbol: order.symbol,
      type: order.type,
    });
  }
  if (change.kind === 'postponed' && change.retryAfterMs !== undefined) detail.retryAfterMs = change.retryAfterMs;
  const name = change.kind === 'postponed' ? 'order_postponed' : `order_${statusAfter(change)}`;
  return { name, detail, orderId: order.id };
}
