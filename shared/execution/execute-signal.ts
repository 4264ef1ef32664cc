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
import type { Execution, ExecutionStore } from './store.ts';

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
  const execution = await deps.executions.load(work);
  if (execution === undefined) {
    await deps.queue.drop(lease, work);
    return { status: 'finished' };
  }
  const exchange = deps.chooseExchange(execution.account);
  if (execution.decided !== undefined) return carryOutOrders(deps, exchange, { execution, lease, justDecided: false });
  if (execution.signal.cancelFirst) await cancelResting(deps.executions, exchange, { execution, lease });
  const decision = decideSignal(await gatherDecisionInput({ exchange, now: deps.now }, execution));
  return decide(deps, exchange, { execution, lease }, decision);
}

type Held = { execution: Execution; lease: Lease };

async function decide(
  deps: ExecuteSignalDeps,
  exchange: Exchange,
  { execution, lease }: Held,
  decision: Decision,
): Promise<WorkResult> {
  const id = deps.newId('sig');
  const keep = (
    orders: Order[],
    events: OrderEvent[],
    rest: Partial<Parameters<ExecutionStore['decide']>[2]> = {},
  ) => ({
    id,
    denial: undefined,
    orders,
    events,
    ...rest,
  });
  switch (decision.kind) {
    case 'no_op':
      await deps.executions.decide(
        lease,
        execution,
        keep([], [{ name: 'no_op', detail: { code: decision.code, reason: decision.reason } }]),
        { status: 'no_op', rule: decision.code, reason: decision.reason },
      );
      return { status: 'finished' };
    case 'denied':
      await deps.executions.decide(lease, execution, keep([], [denialEvent(decision)]), {
        status: 'denied',
        ...decision.denial,
      });
      return { status: 'finished' };
    case 'command': {
      await deps.executions.decide(
        lease,
        execution,
        keep([], [{ name: 'decided', detail: { command: decision.command } }]),
      );
      const canceled = await cancelResting(deps.executions, exchange, { execution, lease });
      await deps.executions.end(
        lease,
        { ...execution, decided: { signalId: id, denial: undefined } },
        canceled.outcome,
        {
          name: 'orders_canceled',
          detail: canceled.detail,
        },
      );
      return { status: 'finished' };
    }
    case 'orders': {
      const orders = decision.orders.map((decided, at) => toOrder(deps, execution, { id, decided, step: at + 1 }));
      const events = [
        decidedEvent(decision.orders),
        ...(decision.denial ? [denialEvent(decision)] : []),
        ...unplaced(execution),
        ...orders
          .filter(({ status }) => status === 'submitting')
          .map((order) => eventOf(order, { kind: 'submitting' })),
      ];
      await deps.executions.decide(lease, execution, keep(orders, events, { denial: decision.denial }));
      const decided = { signalId: id, denial: decision.denial };
      return carryOutOrders(deps, exchange, { execution: { ...execution, decided, orders }, lease, justDecided: true });
    }
  }
}

/** Each order waits for the one before. The first of a fresh decision is `submitting` already: nobody has asked yet. */
async function carryOutOrders(
  deps: ExecuteSignalDeps,
  exchange: Exchange,
  { execution, lease, justDecided }: Held & { justDecided: boolean },
): Promise<WorkResult> {
  let { orders } = execution;
  for (let at = 0; at < orders.length; at += 1) {
    const order = orders[at];
    if (order === undefined || order.status === 'filled') continue;
    const isUnasked = justDecided && at === 0;
    const placed = await placeOrder(deps, exchange, { execution, lease, order, isUnasked });
    if (placed.isOver) return { status: 'finished' };
    if (placed.retry !== undefined) return { status: 'retry', ...placed.retry };
    orders = placed.orders;
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
