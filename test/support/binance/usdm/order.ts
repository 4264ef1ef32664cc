import { type Decimal, zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import type { UsdmSymbolRules } from '../symbols/usdm-symbol.ts';

export type Side = 'BUY' | 'SELL';
export type PositionSide = 'BOTH' | 'LONG' | 'SHORT';
export type UsdmTimeInForce = 'GTC' | 'IOC' | 'FOK' | 'GTX' | 'GTD';
export type UsdmStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED';

/** What was asked for, read and formally right. */
export type UsdmDraft = {
  rules: UsdmSymbolRules;
  side: Side;
  positionSide: PositionSide;
  type: 'LIMIT' | 'MARKET';
  timeInForce: UsdmTimeInForce;
  clientOrderId: string;
  quantity: Decimal;
  price: Decimal | undefined;
  reduceOnly: boolean;
  goodTillMs: number;
};

export type UsdmTrade = {
  id: number;
  price: Decimal;
  quantity: Decimal;
  quote: Decimal;
  commission: Decimal;
  realized: Decimal;
  timeMs: number;
  isMaker: boolean;
};

export type UsdmOrder = UsdmDraft & {
  account: FakeAccount;
  orderId: bigint;
  status: UsdmStatus;
  executed: Decimal;
  cumulativeQuote: Decimal;
  trades: UsdmTrade[];
  acceptedAtMs: number;
  updatedAtMs: number;
  filledAtChange: number;
  /** The conditional order it came from, whose id it does not share. */
  clientAlgoId: string | undefined;
  closePosition: boolean;
};

export const isOpen = ({ status }: { status: UsdmStatus }): boolean =>
  status === 'NEW' || status === 'PARTIALLY_FILLED';

export const remainingOf = (order: UsdmOrder): Decimal => order.quantity.minus(order.executed);

export const averageOf = (order: UsdmOrder): Decimal =>
  order.executed.eq(zero) ? zero : order.cumulativeQuote.div(order.executed);

/** In hedge mode a sell of a long and a buy of a short close, and need no flag for it. */
export const closesHedge = ({ side, positionSide }: { side: Side; positionSide: PositionSide }): boolean =>
  (positionSide === 'LONG' && side === 'SELL') || (positionSide === 'SHORT' && side === 'BUY');
