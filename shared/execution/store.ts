import type { Account } from '../accounts/account.ts';
import type { AlertSource } from '../alerts/alert.ts';
import type { DriftAnswer } from '../drift/drift-answer.ts';
import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { NewNotification } from '../notifications/notification.ts';
import type { Fill, Order, OrderUpdate } from '../orders/order.ts';
import type { KeptPosition } from '../positions/position.ts';
import type { KeptProtection, ProtectedPosition, ProtectionPlan } from '../protection/plan.ts';
import type { Lease, Work } from '../queue/work.ts';
import type { RiskContext } from '../risk/risk-context.ts';
import type { TradingState } from '../risk/trading-state.ts';
import type { NewTradingState } from '../risk/trading-state-store.ts';
import type { Signal } from '../signals/signal.ts';
import type { HasActiveKey } from '../strategies/choose-account.ts';
import type { Strategy } from '../strategies/strategy.ts';
import type { FailedStep } from './decision.ts';
import type { ChartPosition } from './find-drift.ts';
import type { OrderEvent } from './order-change.ts';
import type { PartialDenial, SignalOutcome } from './signal-outcome.ts';

/** Everything about one signal that its execution needs, as it stands now. */
export type Execution = {
  work: Work;
  /** `steps`: how many signals the alert has. */
  alert: {
    id: string;
    userId: string;
    source: AlertSource;
    receivedAt: Date;
    steps: number;
    /** When a person said that its entry is to be made all the same: from then on it counts as asked for anew. */
    confirmedAt?: Date;
  };
  signal: Signal;
  /** Those of the lane, whatever the strategy says by now: nobody else trades them while the lease holds. */
  market: Market;
  symbol: string;
  strategy: Strategy;
  account: Account;
  tradingState: TradingState;
  risk: RiskContext;
  /** The open position in this symbol. */
  position: KeptPosition | undefined;
  /** Whether orders of any alert rest on the exchange in this symbol, as far as we know. */
  hasResting: boolean;
  /** Whether the answer to a protective order in this symbol was lost. */
  hasUnsettledProtection: boolean;
  /** Whether an entry of any alert waits in this symbol for an answer. */
  hasHeld: boolean;
  /** What the strategy's chart said last. */
  chart?: ChartPosition;
  /** The first of the alert's earlier steps in this lane that failed. */
  failedStep?: FailedStep;
  /** Absent until the signal was decided on. */
  decided: Decided | undefined;
  /** By step; empty until decided. */
  orders: Order[];
  /** Trades of these orders that are kept already; the exchange may tell of one any number of times. */
  knownTrades: ReadonlySet<string>;
};

export type Decided = { signalId: string; denial: PartialDenial; hold?: Hold };

/** An entry that is made only if a person says so until then. */
export type Hold = {
  until: Date;
  reason: string;
  /** Set once all else of the signal is done: until then what closes first is under way. */
  isWaiting: boolean;
  answer?: DriftAnswer;
};

/** With the notional that it was decided on, which is what counts until it is filled. */
export type NewOrder = Order & { notional: Decimal };

/** What changes with one commit. */
export type ExecutionStep = {
  events: OrderEvent[];
  /** The decision. */
  newSignal?: { id: string; denial: PartialDenial; hold?: Pick<Hold, 'until' | 'reason'> };
  /** The work steps aside for others of its lane, until it is answered or the time for that is over. */
  isHeld?: boolean;
  /** An order got further, so what comes next is not one more attempt at the same. */
  isProgress?: boolean;
  /** What was held is carried out now; the denial is of what was decided anew. */
  resumes?: { denial: PartialDenial };
  /** What the chart says that it holds from here on. */
  chart?: Omit<ChartPosition, 'alertId'>;
  newOrders?: NewOrder[];
  updates?: { orderId: string; update: OrderUpdate }[];
  /** `netPnl`: of what the fill closed, in quote, less its commission. */
  newFills?: { id: string; order: Order; fill: Fill; netPnl: Decimal }[];
  positions?: KeptPosition[];
  /**
   * What has to be as it was loaded for the step to be kept: what limits beyond this lane are measured on, and what trading is
   * allowed. Every step with a version moves the first on; `any` does that and no more.
   */
  fence?: { version?: string | 'any'; tradingVersion?: string };
  /** The first fill of an entry puts the plan of its alert in force, in place of the one before; so does a change of it. */
  newProtection?: {
    positionId: string;
    side: ProtectedPosition['side'];
    plan: ProtectionPlan;
    isBreakEvenReached?: boolean;
  };
  /** A protective order ended unfilled, and not by whoever looks after protection: it is looked at next. */
  isProtectionLost?: boolean;
  /** The state of the plan in force. */
  protection?: KeptProtection;
  /** The strategy is switched on or off, with its audit entry. */
  strategyStatus?: Strategy['status'];
  /** A loss limit that was broken stops the account, unless it is stopped already. */
  halt?: NewTradingState;
  /** What the user has to be told of it; of this alert, strategy and account unless it says otherwise. */
  notifications?: readonly NewNotification[];
  /** What the signal has come to: the end of its work and, unless it is `working`, of the signal. */
  outcome?: SignalOutcome;
};

/** Where executions live. */
export interface ExecutionStore {
  load(work: Work): Promise<Execution | undefined>;
  /**
   * Keeps all of `step` or nothing, and only while the lease holds; resolved means committed. With the outcome of its last
   * signal the alert ends too. `outdated`: the fence has moved on, and nothing was kept.
   * @throws AppError `lease_lost`, `database_unavailable`
   */
  commit(lease: Lease, execution: Execution, step: ExecutionStep): Promise<'kept' | 'outdated'>;
  /** Orders of any signal that rest on the exchange in this account and symbol. */
  resting(execution: Execution): Promise<Order[]>;
  hasActiveKey: HasActiveKey;
  /** Work of the strategy's earlier alerts in this lane that waits for an answer. */
  held(execution: Execution): Promise<Work[]>;
  /** Protective orders in this account and symbol of which nobody knows whether they stand. */
  unsettledProtection(execution: Execution): Promise<Order[]>;
  /** The plan in force in this account and symbol, with every protective order since it began. */
  protection(execution: Execution): Promise<{ kept: KeptProtection; orders: Order[] } | undefined>;
  /**
   * The execution that an order belongs to, which may be of another alert in the same lane. Always as it stands now: an order of the
   * lane that was changed a moment ago has moved the position of them all.
   */
  ownerOf(execution: Execution, order: Order): Promise<Execution | undefined>;
}
