import type { Account } from '../accounts/account.ts';
import type { AlertSource } from '../alerts/alert.ts';
import type { Market } from '../markets/market.ts';
import type { Order } from '../orders/order.ts';
import type { Position } from '../positions/position.ts';
import type { Lease, Work } from '../queue/work.ts';
import type { TradingState } from '../risk/risk.ts';
import type { Signal } from '../signals/signal.ts';
import type { Strategy } from '../strategies/strategy.ts';
import type { OrderChange, OrderEvent } from './order-change.ts';
import type { PartialDenial, SignalOutcome } from './signal-outcome.ts';

/** Everything about one signal that its execution needs, as it stands now. */
export type Execution = {
  work: Work;
  alert: { id: string; userId: string; source: AlertSource; receivedAt: Date };
  signal: Signal;
  market: Market;
  symbol: string;
  strategy: Strategy;
  account: Account;
  tradingState: TradingState;
  /** The open position in this symbol. */
  position: Position | undefined;
  /** Absent until the signal was decided on. */
  decided: { signalId: string; denial: PartialDenial } | undefined;
  /** By step; empty until decided. */
  orders: Order[];
};

export type DecidedSignal = { id: string; denial: PartialDenial; orders: Order[]; events: OrderEvent[] };

/**
 * Where executions live. Every write is one transaction that holds only while the lease does, and is committed when the
 * promise resolves: what it says is what may be acted on.
 * @throws AppError `lease_lost`, `database_unavailable`
 */
export interface ExecutionStore {
  load(work: Work): Promise<Execution | undefined>;
  /** Keeps the decision. With an `outcome` the signal ends here, and so does its work. */
  decide(lease: Lease, execution: Execution, decided: DecidedSignal, outcome?: SignalOutcome): Promise<void>;
  /**
   * Keeps what happened to an order: its status, fills not seen before, the position they make, the timeline; ends the
   * signal, its work and the alert when nothing is left to ask.
   * @returns the signal's orders as they are now, and whether its work is over
   */
  change(lease: Lease, work: Work, order: Order, change: OrderChange): Promise<{ orders: Order[]; isOver: boolean }>;
  /** Ends a decided signal that has no orders of its own to wait for. */
  end(lease: Lease, execution: Execution, outcome: SignalOutcome, event: OrderEvent): Promise<void>;
  /** Orders of any signal that rest on the exchange in this account and symbol. */
  resting(execution: Execution): Promise<Order[]>;
  note(execution: Execution, event: OrderEvent): Promise<void>;
}
