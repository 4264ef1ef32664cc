import { type Decimal, print } from '../../money/decimal.ts';
import type { OrderTerms } from '../../orders/order.ts';
import { asExchangeOrder, type PaperOrder } from './paper-order.ts';

/** A row of `paper_orders` as JSON, every figure as text. Columns that are not named here are null. */
export function orderRow(order: PaperOrder): Record<string, unknown> {
  const { filledQuantity, averagePrice } = asExchangeOrder(order);
  return {
    id: order.id,
    client_order_id: order.clientOrderId,
    market: order.market,
    symbol: order.symbol,
    side: order.side,
    quantity: print(order.quantity),
    reduce_only: order.reduceOnly,
    ...termColumns(order),
    status: order.status,
    reason: order.reason,
    pair_id: order.pairId,
    triggered_at: order.triggeredAt,
    best_price: text(order.bestPrice),
    filled_quantity: print(filledQuantity),
    average_price: text(averagePrice),
    created_at: order.createdAt,
    updated_at: order.updatedAt,
  };
}

function termColumns(terms: OrderTerms): Record<string, unknown> {
  const { type } = terms;
  switch (terms.type) {
    case 'market':
      return { type };
    case 'limit':
      return { type, price: text(terms.price), time_in_force: terms.timeInForce, post_only: terms.postOnly };
    case 'stop_market':
    case 'take_profit_market':
      return { type, stop_price: text(terms.stopPrice) };
    case 'stop_limit':
    case 'take_profit_limit':
      return { type, stop_price: text(terms.stopPrice), price: text(terms.price) };
    case 'trailing_stop':
      return { type, callback_bps: terms.callbackBps, activation_price: text(terms.activationPrice) };
  }
}

function text(figure: Decimal | undefined): string | undefined {
  return figure && print(figure);
}
