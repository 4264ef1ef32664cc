import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { NewId } from '../ids/new-id.ts';
import { print } from '../money/decimal.ts';
import { clientOrderIdOf } from '../orders/client-order-id.ts';
import type { Order } from '../orders/order.ts';
import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease, Work, WorkQueue } from '../queue/work.ts';
import type { Clock } from '../time/clock.ts';
import { cancelResting } from './cancel-resting.ts';
import { decideSignal } from './decide-signal.ts';
import type { DecidedOrder, Decision } from './decision.ts';
import { gatherDecisionInput } from './gather-decision-input.ts';
import { eventOf, type OrderEvent } from './order-change.ts';
import { placeOrder } from './place-order.ts';
import type { SignalOutcome } from './signal-outcome.ts';
import type { Execution, ExecutionStore } from './store.ts';
import { syncResting } from './sync-orders.ts';

export type ExecuteSignalDeps = {
  executions: ExecutionStore;
  queue: WorkQueue;
  chooseExchange: ExchangeChooser;
  now: Clock;
  newId: NewId;
};

/**
 * Carries out one step of an alert: decide once, then each order in turn. May be begun again at any point: what was done is
 * in the store, and an order whose answer was lost is looked up before anything else.
 */
export async function executeSignal(deps: ExecuteSignalDeps, work: Work, lease: Lease): Promise<WorkResult> {
  const loaded = await deps.executions.load(work);
  if (loaded === undefined) {
    await deps.queue.drop(lease, work);
    return { status: 'finished' };
  }
  const exchange = deps.chooseExchange(loaded.account);
  if (loaded.decided !== undefined)
    return carryOutOrders(deps, exchange, { execution: loaded, lease, justDecided: false });
  const known = await syncResting(deps, exchange, { execution: loaded, lease });
  const execution = await cancelFirst(deps, exchange, { execution: known, lease });
  const decision = decideSignal(await gatherDecisionInput({ exchange, now: deps.now }, execution));
  return decision.kind === 'orders'
    ? keepOrders(deps, exchange, { execution, lease }, decision)
    : endUndone(deps, exchange, { execution, lease }, decision);
}

type Held = { execution: Execution; lease: Lease };

/** An order that was filled before it could be canceled has changed the position, so that is read again. */
async function cancelFirst(deps: ExecuteSignalDeps, exchange: Exchange, held: Held): Promise<Execution> {
  const { execution } = held;
  if (!execution.signal.cancelFirst) return execution;
  await cancelResting(deps, exchange, held);
  return (await deps.executions.load(execution.work)) ?? execution;
}

/** The decision is committed with its first order as `submitting`; only then is the exchange asked. */
async function keepOrders(
  deps: ExecuteSignalDeps,
  exchange: Exchange,
  { execution, lease }: Held,
  decision: Extract<Decision, { kind: 'orders' }>,
): Promise<WorkResult> {
  const id = deps.newId('sig');
  const { denial } = decision;
  const orders = decision.orders.map((decided, at) => toOrder(deps, execution, { id, decided, step: at + 1 }));
  const events = [
    decidedEvent(decision.orders),
    ...(denial ? [denialEvent(decision)] : []),
    ...unplaced(execution),
    ...orders.filter(({ status }) => status === 'submitting').map((order) => eventOf(order, { kind: 'submitting' })),
  ];
  await deps.executions.commit(lease, execution, { newSignal: { id, denial }, newOrders: orders, events });
  const decided: Execution = { ...execution, decided: { signalId: id, denial }, orders };
  return carryOutOrders(deps, exchange, { execution: decided, lease, justDecided: true });
}

/** What comes to no order of its own ends with the very commit that keeps the decision. */
async function endUndone(
  deps: ExecuteSignalDeps,
  exchange: Exchange,
  held: Held,
  decision: Exclude<Decision, { kind: 'orders' }>,
): Promise<WorkResult> {
  const { outcome, event } = await undone(deps, exchange, held, decision);
  const newSignal = { id: deps.newId('sig'), denial: undefined };
  await deps.executions.commit(held.lease, held.execution, { newSignal, outcome, events: [event] });
  return { status: 'finished' };
}

async function undone(
  deps: ExecuteSignalDeps,
  exchange: Exchange,
  held: Held,
  decision: Exclude<Decision, { kind: 'orders' }>,
): Promise<{ outcome: SignalOutcome; event: OrderEvent }> {
  switch (decision.kind) {
    case 'no_op': {
      const { code, reason } = decision;
      return { outcome: { status: 'no_op', rule: code, reason }, event: { name: 'no_op', detail: { code, reason } } };
    }
    case 'denied':
      return { outcome: { status: 'denied', ...decision.denial }, event: denialEvent(decision) };
    case 'command': {
      const { outcome, detail } = await cancelResting(deps, exchange, held);
      return { outcome, event: { name: 'orders_canceled', detail } };
    }
  }
}

/** Each order waits for the one before. The first of a fresh decision is `submitting` already: nobody has asked yet. */
async function carryOutOrders(
  deps: ExecuteSignalDeps,
  exchange: Exchange,
  { execution: begun, lease, justDecided }: Held & { justDecided: boolean },
): Promise<WorkResult> {
  let execution = begun;
  for (const [at, { id }] of begun.orders.entries()) {
    const order = execution.orders.find((one) => one.id === id);
    if (order === undefined || order.status === 'filled') continue;
    const placed = await placeOrder(deps, exchange, { execution, lease, order, isUnasked: justDecided && at === 0 });
    if (placed.isOver) return { status: 'finished' };
    if (placed.retry !== undefined) return { status: 'retry', ...placed.retry };
    execution = placed.execution;
  }
  return { status: 'retry', delayMs: 1_000, reason: 'Orders rest on the exchange while later ones wait for them' };
}

function toOrder(
  deps: ExecuteSignalDeps,
  execution: Execution,
  { id, decided, step }: { id: string; decided: DecidedOrder; step: number },
): Order {
  const at = deps.now();
  return {
    ...decided.draft,
    id: deps.newId('ord'),
    userId: execution.alert.userId,
    accountId: execution.account.id,
    strategyId: execution.strategy.id,
    alertId: execution.alert.id,
    signalId: id,
    step,
    clientOrderId: clientOrderIdOf(id, step),
    status: step === 1 ? 'submitting' : 'planned',
    filledQuantity: decided.notional.times('0'),
    ...(decided.referencePrice === undefined ? {} : { referencePrice: decided.referencePrice }),
    createdAt: at,
    ...(step === 1 ? { submittedAt: at } : {}),
    updatedAt: at,
  };
}

function decidedEvent(orders: readonly DecidedOrder[]): OrderEvent {
  return { name: 'decided', detail: { orders: orders.map(describeOrder) } };
}

function denialEvent({ denial, deniedOrder }: Extract<Decision, { kind: 'denied' | 'orders' }>): OrderEvent {
  return { name: 'denied', detail: { ...denial, ...(deniedOrder ? { order: describeOrder(deniedOrder) } : {}) } };
}

function describeOrder({ draft, wantedQuantity, notional, price }: DecidedOrder): Record<string, unknown> {
  return {
    purpose: draft.purpose,
    side: draft.side,
    type: draft.type,
    symbol: draft.symbol,
    market: draft.market,
    wantedQuantity: print(wantedQuantity),
    quantity: print(draft.quantity),
    price: print(price),
    notional: print(notional),
    reduceOnly: draft.reduceOnly,
  };
}

/** Said aloud, because a position without the stop its message asked for is not what the trader thinks it is. */
function unplaced({ signal }: Execution): OrderEvent[] {
  if (signal.stopLoss === undefined && signal.takeProfits.length === 0) return [];
  const reason = 'Take profit and stop loss are understood, but not placed in this version';
  return [{ name: 'protection_not_placed', detail: { reason } }];
}
