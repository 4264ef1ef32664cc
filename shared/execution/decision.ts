import type { Mode } from '../accounts/mode.ts';
import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { OrderDraft } from '../orders/order.ts';
import type { Position } from '../positions/position.ts';
import type { Denial } from '../risk/denial.ts';
import type { RiskContext } from '../risk/risk-context.ts';
import type { TradingState } from '../risk/trading-state.ts';
import type { Signal } from '../signals/signal.ts';
import type { Strategy } from '../strategies/strategy.ts';
import type { ChartPosition, Drift } from './find-drift.ts';

/** Everything that deciding needs to know, gathered before, so that deciding itself asks nobody. */
export type DecisionInput = {
  now: Date;
  signal: Signal;
  strategy: Strategy;
  /** Of the account that the lane trades, which may not be the strategy's any more. */
  accountMode: Mode;
  tradingState: TradingState;
  risk: RiskContext;
  receivedAt: Date;
  /** Whether a person asked for it now: a replay, or the answer to a question. */
  isReplay: boolean;
  /** What the strategy's chart said last, before this alert. */
  chart?: ChartPosition;
  /** The first of the alert's earlier steps in this symbol that failed. */
  failedStep?: FailedStep;
  market: Market;
  symbol: string;
  /** Undefined when the exchange does not trade the symbol in that market. */
  rules: SymbolRules | undefined;
  /** Whether the exchange takes orders that wait for a price. */
  takesConditional: boolean;
  /** For the reason when `rules` is undefined. */
  nearestSymbols: readonly string[];
  /** The open position in this symbol, from our own fold. */
  position: Position | undefined;
  /** What the exchange last traded at, if it was asked and knows. On paper the alert's own price is taken first, unless it is a replay. */
  lastPrice: Decimal | undefined;
  lastPriceAt?: Date;
  /** What one of the symbol's quote asset is worth in USDT, where that was asked. */
  quoteWorth?: Decimal;
  /** What the account trades USD-M with, where that is known. */
  accountLeverage?: Decimal;
  /** Of the whole account, in the symbol's quote asset. Gathered only where the size depends on it. */
  equity?: Decimal;
  /** What new orders may use, likewise: what open orders and positions lock is not in it. */
  available?: Decimal;
};

/** A step that was denied, rejected, expired or canceled. */
export type FailedStep = { step: number; status: string; rule?: string; reason?: string };

/** What a message may do to the strategy that it came to. */
export type Switch = 'enable' | 'disable';

export type DecidedOrder = {
  draft: OrderDraft;
  /** The quantity before it was fitted to the symbol's step. */
  wantedQuantity: Decimal;
  /** At `price`, in quote. */
  notional: Decimal;
  /** The price that the order was decided on. */
  price: Decimal;
  /** What it is margined with, where that is not 1. */
  leverage?: Decimal;
  /** The market that it was decided on; on paper what the alert brought, where that still counts: a replay's is history. */
  referencePrice?: Decimal;
};

/**
 * What a signal comes to, given what we hold.
 * `orders` are carried out in turn, each only after the one before is filled. A denial may come with the orders that are
 * carried out all the same: when a flip may close but not open, the close stays. So may a `heldOrder`, which waits for an
 * answer, and which alone is `held`. `stopped`: an earlier step of the alert failed.
 */
export type Decision = { drift?: Drift } & (
  | { kind: 'orders'; orders: DecidedOrder[]; denial?: Denial; deniedOrder?: DecidedOrder; heldOrder?: DecidedOrder }
  | { kind: 'held'; heldOrder: DecidedOrder; drift: Drift }
  | { kind: 'denied'; denial: Denial; deniedOrder?: DecidedOrder }
  | { kind: 'no_op'; code: string; reason: string }
  | { kind: 'stopped'; rule: string; reason: string }
  | { kind: 'command'; command: 'cancel_orders' | 'modify_protection' | Switch }
);
