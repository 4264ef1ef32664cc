import type { Market } from '../../markets/market.ts';
import { type Decimal, max, sum, zero } from '../../money/decimal.ts';
import type { ExchangeOrder } from '../../orders/exchange-order.ts';
import type { Fill, Side } from '../../orders/order.ts';
import type { OpenOrder } from '../exchange.ts';

/** What Binance says about an order, in our words, whether it was asked, or answered, or told it by a stream. */
export type OrderReport = {
  market: Market;
  symbol: string;
  side: Side;
  clientOrderId: string;
  exchangeOrderId: string;
  status: ExchangeOrder['status'];
  quantity: Decimal;
  filledQuantity: Decimal;
  averagePrice?: Decimal;
  reason?: string;
  isConditional: boolean;
  updatedAt: Date;
};

/** Orders of ours begin so; see `client-order-id.ts`. */
const OUR_PREFIX = 'tv';

export function isOurs(clientOrderId: string): boolean {
  return clientOrderId.startsWith(OUR_PREFIX);
}

const STATUSES: Readonly<Record<string, ExchangeOrder['status']>> = {
  NEW: 'open',
  PENDING_NEW: 'open',
  PENDING_CANCEL: 'open',
  PARTIALLY_FILLED: 'partially_filled',
  FILLED: 'filled',
  CANCELED: 'canceled',
  REJECTED: 'rejected',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
};

/** A word that is new to us is not taken for an end: the order stays open and is asked about again. */
export function toStatus(word: string): ExchangeOrder['status'] {
  return STATUSES[word] ?? 'open';
}

/**
 * The order with what it has filled. It is no further than its fills show: an order that has ended is never asked about
 * again, so ending it before all its fills are known would lose them. Until then it counts as still under way.
 */
export function toExchangeOrder(report: OrderReport, fills: readonly Fill[]): ExchangeOrder {
  const shown = sum(fills.map(({ quantity }) => quantity));
  const isComplete = shown.gte(report.filledQuantity);
  const status = isComplete ? report.status : 'open';
  return {
    clientOrderId: report.clientOrderId,
    exchangeOrderId: report.exchangeOrderId,
    status: status === 'open' && shown.gt(zero) ? 'partially_filled' : status,
    filledQuantity: shown,
    ...averageOf(fills, shown),
    ...(report.reason === undefined ? {} : { reason: report.reason }),
    fills: [...fills],
  };
}

function averageOf(fills: readonly Fill[], shown: Decimal): { averagePrice?: Decimal } {
  if (shown.eq(zero)) return {};
  return { averagePrice: sum(fills.map(({ price, quantity }) => price.times(quantity))).div(shown) };
}

/** As it stands in a list of open orders: with its figures, without its fills. */
export function toOpenOrder(report: OrderReport): OpenOrder {
  const { market, symbol, side, quantity, isConditional, clientOrderId } = report;
  return {
    ...toExchangeOrder({ ...report, filledQuantity: zero }, []),
    filledQuantity: max(zero, report.filledQuantity),
    status: report.status,
    ...(report.averagePrice === undefined ? {} : { averagePrice: report.averagePrice }),
    ...{ market, symbol, side, quantity, isConditional, isOurs: isOurs(clientOrderId) },
  };
}
