import type { Market } from '../../markets/market.ts';
import { type Decimal, sum, zero } from '../../money/decimal.ts';
import type { ExchangeOrder } from '../../orders/exchange-order.ts';
import { type ConditionalTerms, type Fill, isConditional, type OrderTerms, type Side } from '../../orders/order.ts';
import type { OpenOrder } from '../exchange.ts';

/** As much of an order as the exchange is asked for: why we want it is our business. */
export type AskedOrder = {
  market: Market;
  symbol: string;
  side: Side;
  quantity: Decimal;
  reduceOnly: boolean;
} & OrderTerms;

/** An order in the books of the paper exchange. It never fills in part: what it takes, it takes at once. */
export type PaperOrder = AskedOrder & {
  id: string;
  clientOrderId: string;
  status: 'open' | 'filled' | 'canceled' | 'expired';
  reason?: string;
  fills: Fill[];
  /** Spot: shared by two orders behind the same funds, of which whichever comes first ends the other. */
  pairId?: string;
  /** When a conditional order went to the market. It waits until then. */
  triggeredAt?: Date;
  /** Of a trailing stop: the best price since it began to follow. */
  bestPrice?: Decimal;
  createdAt: Date;
  updatedAt: Date;
};

export type LimitType = 'limit' | 'stop_limit' | 'take_profit_limit';
/** Stands in the book at its price: a limit order, or a conditional one that has become one. */
export type RestingOrder = Extract<PaperOrder, { type: LimitType }>;
/** Waits outside the book until the market triggers it. */
export type WaitingOrder = Extract<PaperOrder, { type: ConditionalTerms['type'] }>;
export type OpenPaperOrder = RestingOrder | WaitingOrder;

export function isResting(order: PaperOrder): order is RestingOrder {
  return order.status === 'open' && 'price' in order && (order.type === 'limit' || order.triggeredAt !== undefined);
}

export function isWaiting(order: PaperOrder): order is WaitingOrder {
  return order.status === 'open' && isConditional(order) && order.triggeredAt === undefined;
}

export function isOpen(order: PaperOrder): order is OpenPaperOrder {
  return isResting(order) || isWaiting(order);
}

/** The order among those that are open, as a caller of the exchange sees it. */
export function asOpenOrder(order: OpenPaperOrder): OpenOrder {
  const { market, symbol, side, quantity } = order;
  return { ...asExchangeOrder(order), market, symbol, side, quantity, isOurs: true, isConditional: isWaiting(order) };
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
