import type { Decimal } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import type { spotOrderTypes } from '../symbols/spot-info.ts';
import type { SpotSymbolRules } from '../symbols/spot-symbol.ts';
import type { Lock } from './wallet.ts';

export type Side = 'BUY' | 'SELL';
export type SpotOrderType = (typeof spotOrderTypes)[number];
export type SpotTimeInForce = 'GTC' | 'IOC' | 'FOK';

export type SpotStatus = 'NEW' | 'PENDING_NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED';

/** https://github.com/binance/binance-spot-api-docs/blob/master/user-data-stream.md#order-expiry-reason */
export type ExpiryReason =
  | 'REJECTED'
  | 'OCO_TRIGGER'
  | 'OTO_PHASE_ONE_EXPIRED'
  | 'UNFILLED_IOC_QUANTITY_EXPIRED'
  | 'UNFILLED_FOK_ORDER_EXPIRED'
  | 'INSUFFICIENT_LIQUIDITY';

/** What was asked for, read and formally right. Absent prices are the ones the type has no use for. */
export type SpotDraft = {
  rules: SpotSymbolRules;
  side: Side;
  type: SpotOrderType;
  timeInForce: SpotTimeInForce;
  clientOrderId: string;
  quantity: Decimal;
  quoteQuantity: Decimal | undefined;
  price: Decimal | undefined;
  stopPrice: Decimal | undefined;
  trailingDelta: number | undefined;
};

export type SpotTrade = {
  id: number;
  price: Decimal;
  quantity: Decimal;
  quote: Decimal;
  commission: Decimal;
  commissionAsset: string;
  timeMs: number;
  isMaker: boolean;
};

export type SpotOrder = SpotDraft & {
  account: FakeAccount;
  orderId: bigint;
  orderListId: number;
  status: SpotStatus;
  executed: Decimal;
  cumulativeQuote: Decimal;
  trades: SpotTrade[];
  lock: Lock | undefined;
  /** Whether it stands on the book; a stop does once it is triggered. */
  isWorking: boolean;
  workingTimeMs: number;
  acceptedAtMs: number;
  updatedAtMs: number;
  expiryReason: ExpiryReason | undefined;
  /** The best price since the trailing began, if it has. */
  extreme: Decimal | undefined;
  trailingSinceMs: number;
  /** The price change during which it last filled in part, so that one change fills one part. */
  filledAtChange: number;
};

const CONTINGENT: readonly SpotOrderType[] = ['STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'];

export const isContingent = (type: SpotOrderType): boolean => CONTINGENT.includes(type);
export const isMarketType = (type: SpotOrderType): boolean =>
  type === 'MARKET' || type === 'STOP_LOSS' || type === 'TAKE_PROFIT';
export const isOpen = ({ status }: { status: SpotStatus }): boolean =>
  status === 'NEW' || status === 'PARTIALLY_FILLED' || status === 'PENDING_NEW';

/** Buy stops and sell targets wait above the market, the other two below it. */
export const waitsAbove = ({ side, type }: { side: Side; type: SpotOrderType }): boolean =>
  type.startsWith('STOP_LOSS') === (side === 'BUY');

export const remainingOf = (order: SpotOrder): Decimal => order.quantity.minus(order.executed);
