import type { Market } from '../../markets/market.ts';
import { type Decimal, sum, zero } from '../../money/decimal.ts';
import type { ExchangeOrder } from '../../orders/exchange-order.ts';
import type { Fill, Side, TimeInForce } from '../../orders/order.ts';
import type { OpenOrder } from '../exchange.ts';

/** As much of an order as the exchange is asked for: why we want it is our business. */
export type AskedOrder = { market: Market; symbol: string; side: Side; quantity: Decimal; reduceOnly: boolean } & (
  | { type: 'market' }
  | { type: 'limit'; price: Decimal; timeInForce?: TimeInForce; postOnly?: boolean }
);

/** An order in the books of the paper exchange. It never fills in part: what it takes, it takes at once. */
export type PaperOrder = AskedOrder & {
  id: string;
  clientOrderId: string;
  status: 'open' | 'filled' | 'canceled' | 'expired';
  reason?: string;
  fills: Fill[];
  createdAt: Date;
  updatedAt: Date;
};

export type RestingOrder = Extract<PaperOrder, { type: 'limit' }>;

export function isResting(order: PaperOrder): order is RestingOrder {
  return order.type === 'limit' && order.status === 'open';
}

/** The order among those that are open, as a caller of the exchange sees it. */
export function asOpenOrder(order: RestingOrder): OpenOrder {
  const { market, symbol, side, quantity } = order;
  return { ...asExchangeOrder(order), market, symbol, side, quantity, isOurs: true, isConditional: false };
}

/** The order as a caller of the exchange sees it. */
export function asExchangeOrder(order: PaperOrder): ExchangeOrder {
  const filledQuantity = sum(order.fills.map(({ quantity }) => quantity));
  const notional = sum(order.fills.map(({ price, quantity }) => price.times(quantity)));
  return {
    clientOrderId: order.clientOrderId,
    exchangeOrderId: order.id,
    status: order.status,
    filledQuantity,
    ...(filledQuantity.eq(zero) ? {} : { averagePrice: notional.div(filledQuantity) }),
    ...(order.reason === undefined ? {} : { reason: order.reason }),
    fills: order.fills,
  };
}
