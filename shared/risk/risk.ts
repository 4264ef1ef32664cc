import type { Mode } from '../accounts/mode.ts';
import type { ScopedLimits } from '../limits/limits.ts';
import type { Decimal } from '../money/decimal.ts';
import type { OrderDraft } from '../orders/order.ts';
import type { Signal } from '../signals/signal.ts';
import type { Strategy } from '../strategies/strategy.ts';
import type { Denial } from './denial.ts';
import type { RiskBook } from './risk-book.ts';
import type { TradingState } from './trading-state.ts';

/** What may change while an order waits to be sent, and is asked again then. */
export type StandingInput = {
  now: Date;
  signal: Signal;
  strategy: Strategy;
  accountMode: Mode;
  tradingState: TradingState;
  /** When the account was last compared with its exchange; absent where it never was. */
  comparedAt?: Date | undefined;
  order: OrderDraft;
  /** When the alert reached us; the age limit of a replay counts from here. */
  receivedAt: Date;
  isReplay: boolean;
  /** All that apply to the order, those of the strategy included. */
  limits: readonly ScopedLimits[];
  /** Absent where no limit needs it. */
  book: RiskBook | undefined;
};

export type RiskInput = StandingInput & {
  /** Of the order, in quote: what it may come to, never less than the market says where that counts. */
  notional: Decimal;
  /** Of the whole position once the order and the entries that rest are filled, unsigned, in quote. What is held counts at the market. */
  positionNotionalAfter: Decimal;
  /** The position that is there now is closed before: what it was counts no longer. */
  isAfterClose: boolean;
  /** Of the same decision, this one included. */
  orderCount: number;
  /** What the order is margined with. */
  leverage: Decimal;
  /** What the exchange last traded at, and when that was seen. */
  last: { price: Decimal; seenAt: Date } | undefined;
};

/** All that loss limits are measured on, with or without an order. */
export type LossInput = Pick<StandingInput, 'limits' | 'book'> & { strategy: Pick<Strategy, 'accountId'> };

export type RiskRule = (input: RiskInput) => Denial | undefined;
export type StandingRule = (input: StandingInput) => Denial | undefined;
export type LossRule = (input: LossInput) => Denial | undefined;
