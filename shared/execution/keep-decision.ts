import type { NewId } from '../ids/new-id.ts';
import { zero } from '../money/decimal.ts';
import { clientOrderIdOf } from '../orders/client-order-id.ts';
import type { Denial } from '../risk/denial.ts';
import { haltBy } from '../risk/halt-by.ts';
import { spansLanes } from '../risk/risk-context.ts';
import type { Clock } from '../time/clock.ts';
import type { DecidedOrder, Decision } from './decision.ts';
import { describeOrder } from './describe-order.ts';
import { chartOf, holdOf, tellDrift } from './keep-drift.ts';
import { eventOf, type OrderEvent } from './order-change.ts';
import type { Execution, ExecutionStep, NewOrder } from './store.ts';

export type KeepDecisionDeps = { now: Clock; newId: NewId };

export type DecidedStep = { step: ExecutionStep; decided: Execution };

/**
 * The decision as it is committed: its first order as `submitting`, because only then is the exchange asked. One that was
 * held is decided anew under the signal that it has.
 */
export function decidedStep(
  deps: KeepDecisionDeps,
  execution: Execution,
  decision: Extract<Decision, { kind: 'orders' }>,
): DecidedStep {
  const id = execution.decided?.signalId ?? deps.newId('sig');
  const { denial, heldOrder } = decision;
  const before = execution.orders.length;
  const orders = decision.orders.map((decided, at) =>
    toOrder(deps, execution, { id, decided, step: before + at + 1, isFirst: at === 0 }),
  );
  const hold = heldOrder && holdOf(deps, execution, decision);
  const drift = tellDrift(execution, decision);
  const events = [
    ...drift.events,
    decidedEvent(decision.orders),
    ...(denial ? [denialEvent(decision)] : []),
    ...orders.filter(({ status }) => status === 'submitting').map((order) => eventOf(order, { kind: 'submitting' })),
  ];
  const kept =
    execution.decided === undefined ? { newSignal: { id, denial, ...(hold && { hold }) } } : { resumes: { denial } };
  const step = { ...kept, ...drift, newOrders: orders, events, ...fenceOf(execution, orders), ...chartOf(execution) };
  return {
    step: { ...step, ...haltOf(deps, execution, denial) },
    decided: {
      ...execution,
      decided: { signalId: id, denial, ...(hold && { hold: { ...hold, isWaiting: false } }) },
      orders: [...execution.orders, ...orders],
    },
  };
}

/** An entry was allowed by what trading is allowed and by what all lanes hold together: it is kept only while that is so. */
function fenceOf({ risk }: Execution, orders: readonly NewOrder[]): Pick<ExecutionStep, 'fence'> {
  const isEntry = orders.some(({ reduceOnly }) => !reduceOnly);
  if (!isEntry) return {};
  const { tradingVersion, book } = risk;
  return { fence: { tradingVersion, ...(book && spansLanes(risk.limits) ? { version: book.version } : {}) } };
}

/** A broken loss limit stops the account until the next UTC day, or until a person resumes. */
export function haltOf(
  { now }: Pick<KeepDecisionDeps, 'now'>,
  { account }: Execution,
  denial: Denial | undefined,
): Pick<ExecutionStep, 'halt'> {
  if (denial?.halts === undefined) return {};
  return { halt: haltBy(denial, { state: denial.halts, accountId: account.id, now: now() }) };
}

function toOrder(
  deps: KeepDecisionDeps,
  execution: Execution,
  { id, decided, step, isFirst }: { id: string; decided: DecidedOrder; step: number; isFirst: boolean },
): NewOrder {
  const at = deps.now();
  const { orderTag } = execution.signal;
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
    status: isFirst ? 'submitting' : 'planned',
    filledQuantity: zero,
    notional: decided.notional,
    ...(orderTag === undefined ? {} : { tag: orderTag }),
    ...(decided.leverage === undefined ? {} : { leverage: decided.leverage }),
    ...(decided.referencePrice === undefined ? {} : { referencePrice: decided.referencePrice }),
    createdAt: at,
    ...(isFirst ? { submittedAt: at } : {}),
    updatedAt: at,
  };
}

function decidedEvent(orders: readonly DecidedOrder[]): OrderEvent {
  return { name: 'decided', detail: { orders: orders.map(describeOrder) } };
}

export function denialEvent({ denial, deniedOrder }: Extract<Decision, { kind: 'denied' | 'orders' }>): OrderEvent {
  return { name: 'denied', detail: { ...denial, ...(deniedOrder ? { order: describeOrder(deniedOrder) } : {}) } };
}
