import { decimal } from '../../shared/money/decimal.ts';
import type { Order } from '../../shared/orders/order.ts';
import { NOW } from './fixed.ts';

/** An order at the market that opens a long position, unless told otherwise. */
export function anOrder(fields: Partial<Order> = {}): Order {
  return {
    id: 'ord_1',
    userId: 'usr_1',
    accountId: 'acc_1',
    strategyId: 'str_1',
    alertId: 'alt_1',
    signalId: 'sig_1',
    step: 1,
    clientOrderId: 'tv-1',
    market: 'usdm',
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'market',
    purpose: 'open',
    reduceOnly: false,
    quantity: decimal('1'),
    status: 'submitting',
    filledQuantity: decimal('0'),
    createdAt: NOW,
    updatedAt: NOW,
    ...fields,
  } as Order;
}
