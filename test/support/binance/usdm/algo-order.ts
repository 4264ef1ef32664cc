import type { Decimal } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import type { UsdmSymbolRules } from '../symbols/usdm-symbol.ts';
import type { PositionSide, Side, UsdmOrder, UsdmTimeInForce } from './order.ts';

export const algoTypes = ['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'] as const;
export type AlgoType = (typeof algoTypes)[number];

export type AlgoStatus = 'NEW' | 'TRIGGERING' | 'TRIGGERED' | 'FINISHED' | 'CANCELED' | 'REJECTED' | 'EXPIRED';

export type AlgoDraft = {
  rules: UsdmSymbolRules;
  side: Side;
  positionSide: PositionSide;
  type: AlgoType;
  timeInForce: UsdmTimeInForce;
  clientAlgoId: string;
  /** Absent with `closePosition`: all that is held when it triggers. */
  quantity: Decimal | undefined;
  price: Decimal | undefined;
  triggerPrice: Decimal | undefined;
  activatePrice: Decimal | undefined;
  /** In percent: 1 is one percent. */
  callbackRate: Decimal | undefined;
  workingType: 'CONTRACT_PRICE' | 'MARK_PRICE';
  closePosition: boolean;
  reduceOnly: boolean;
};

/** A conditional order: it waits outside the engine, margins nothing, and makes an order of its own when triggered. */
export type AlgoOrder = AlgoDraft & {
  account: FakeAccount;
  algoId: number;
  status: AlgoStatus;
  actual: UsdmOrder | undefined;
  refusal: string;
  /** The best price since it was activated, if it was. */
  extreme: Decimal | undefined;
  createdAtMs: number;
  updatedAtMs: number;
  triggeredAtMs: number;
};

/** Buy stops and sell targets wait above the market. */
export const triggersAbove = ({ side, type }: AlgoDraft): boolean => type.startsWith('STOP') === (side === 'BUY');
