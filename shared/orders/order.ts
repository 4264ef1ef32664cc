import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';

export type Side = 'buy' | 'sell';
/** `protect`: a stop or a target that waits behind a position, and may only reduce it. */
export const ORDER_PURPOSES = ['open', 'add', 'reduce', 'close', 'protect'] as const;
export type OrderPurpose = (typeof ORDER_PURPOSES)[number];
export const ORDER_TYPES = [
  'market',
  'limit',
  'stop_market',
  'stop_limit',
  'take_profit_market',
  'take_profit_limit',
  'trailing_stop',
] as const;
/** Good till canceled; immediate or cancel what is left; all at once or nothing. */
export const TIMES_IN_FORCE = ['gtc', 'ioc', 'fok'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

/**
 * `planned`: decided, not yet asked for. `submitting`: committed before the exchange is asked, so a crash cannot hide it.
 * `unknown`: asked, and the answer was lost: only a query by client order id resolves it. The rest is what the exchange said.
 */
export const ORDER_STATUSES = [
  'planned',
  'submitting',
  'unknown',
  'open',
  'partially_filled',
  'filled',
  'canceled',
  'rejected',
  'expired',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** May still change. */
export const OPEN_STATUSES = ['planned', 'submitting', 'unknown', 'open', 'partially_filled'] as const;
/** Rests on the exchange, as far as we know. */
export const RESTING_STATUSES = ['open', 'partially_filled'] as const;
/** Asked for, and the answer is not known. */
export const UNSETTLED_STATUSES = ['submitting', 'unknown'] as const;
/** Final. */
export const CLOSED_STATUSES = ['filled', 'canceled', 'rejected', 'expired'] as const;

const oneOf =
  (statuses: readonly OrderStatus[]) =>
  (status: OrderStatus): boolean =>
    statuses.includes(status);

export const isResting = oneOf(RESTING_STATUSES);
export const isUnsettled = oneOf(UNSETTLED_STATUSES);
export const isClosed = oneOf(CLOSED_STATUSES);

/** What the exchange is asked for, in our words. */
export type OrderDraft = {
  market: Market;
  symbol: string;
  side: Side;
  quantity: Decimal;
  reduceOnly: boolean;
  purpose: OrderPurpose;
} & OrderTerms;

/** When and at what price an order may trade. Stops and targets wait outside the book until the market reaches `stopPrice`. */
export type OrderTerms =
  | { type: 'market' }
  /** `postOnly`: refused rather than taking what rests already. */
  | { type: 'limit'; price: Decimal; timeInForce?: TimeInForce; postOnly?: boolean }
  | ConditionalTerms;

export type ConditionalTerms =
  | { type: 'stop_market'; stopPrice: Decimal }
  | { type: 'stop_limit'; stopPrice: Decimal; price: Decimal }
  | { type: 'take_profit_market'; stopPrice: Decimal }
  | { type: 'take_profit_limit'; stopPrice: Decimal; price: Decimal }
  /** Follows the best price since `activationPrice` was reached, and sells or buys once it has turned by `callbackBps`. */
  | { type: 'trailing_stop'; callbackBps: number; activationPrice?: Decimal };

export function isConditional<Terms extends OrderTerms>(terms: Terms): terms is Extract<Terms, ConditionalTerms> {
  return terms.type !== 'market' && terms.type !== 'limit';
}

export type Order = OrderDraft & {
  id: string;
  userId: string;
  accountId: string;
  strategyId: string;
  alertId: string;
  signalId: string;
  /** 1-based place among the orders of its signal; a later one waits until the earlier ones are filled. */
  step: number;
  clientOrderId: string;
  exchangeOrderId?: string;
  /** What the alert calls it, for a later one that cancels it. */
  tag?: string;
  status: OrderStatus;
  /** Why it was canceled, rejected or expired: the exchange's words, or our rule. */
  reason?: string;
  filledQuantity: Decimal;
  averagePrice?: Decimal;
  /** The market price that it was decided on, from which levels are measured. */
  referencePrice?: Decimal;
  /** What an entry on USD-M is margined with; 1 where absent. */
  leverage?: Decimal;
  /** Of a protective order: the level of the plan, 0 for the stop, and the pair of which one order ends the other. */
  protects?: { level: number; pairId?: string };
  createdAt: Date;
  submittedAt?: Date;
  updatedAt: Date;
};

/** What is new about an order. What is absent stays as it is; a reason that is absent is gone. */
export type OrderUpdate = Pick<Order, 'status' | 'updatedAt'> &
  Partial<Pick<Order, 'reason' | 'exchangeOrderId' | 'filledQuantity' | 'averagePrice'>>;

/** One execution, as the exchange reports it. `exchangeTradeId` is unique per account and symbol. */
export type Fill = {
  exchangeTradeId: string;
  price: Decimal;
  quantity: Decimal;
  commission: Decimal;
  commissionAsset: string;
  filledAt: Date;
};
