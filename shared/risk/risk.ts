import type { Decimal } from '../money/decimal.ts';
import type { OrderDraft } from '../orders/order.ts';
import type { Signal } from '../signals/signal.ts';
import type { Strategy } from '../strategies/strategy.ts';

/** `reducing`: only orders that make a position smaller. `halted`: the same, and nothing resumes it but a person. */
export const TRADING_STATES = ['active', 'reducing', 'halted'] as const;
export type TradingStateName = (typeof TRADING_STATES)[number];

export type TradingState = { state: TradingStateName; reason?: string; setBy?: string; setAt?: Date; expiresAt?: Date };

export type RiskInput = {
  now: Date;
  signal: Signal;
  strategy: Strategy;
  tradingState: TradingState;
  order: OrderDraft;
  /** Of the order, in quote, at the price it was decided on. */
  notional: Decimal;
  /** Of the whole position once the order is filled, unsigned, in quote. */
  positionNotionalAfter: Decimal;
  /** When the alert reached us; the age limit of a replay counts from here. */
  receivedAt: Date;
  isReplay: boolean;
};

export type Denial = { rule: string; reason: string };
export type RiskRule = (input: RiskInput) => Denial | undefined;
