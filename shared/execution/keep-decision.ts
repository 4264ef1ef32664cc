import type { NewId } from '../ids/new-id.ts';
import { print, zero } from '../money/decimal.ts';
import { clientOrderIdOf } from '../orders/client-order-id.ts';
import type { Denial } from '../risk/denial.ts';
import { haltBy } from '../risk/halt-by.ts';
import { spansLanes } from '../risk/risk-context.ts';
import type { Clock } from '../time/clock.ts';
import type { DecidedOrder, Decision } from './decision.ts';
import { eventOf, type OrderEvent } from './order-change.ts';
import type { Execution, ExecutionStep, NewOrder } from './store.ts';

export type KeepDecisionDeps = { now: Clock; newId: NewId };

export type DecidedStep = { step: ExecutionStep; decided: Execution };

/** The decision as it is committed: its first order as `submitting`, because only then is the exchange asked. */
export function decidedStep(
  deps: KeepDecisionDeps,
  execution: Execution,
  decision: Extract<Decision, { kind: 'orders' }>,
): DecidedStep {
  const id = deps.newId('sig');
  const { denial } = decision;
  const orders = decision.orders.map((decided, at) => toOrder(deps, execution, { id, decided, step: at + 1 }));
  const events = [
    decidedEvent(decision.orders),
    ...(denial ? [denialEvent(decision)] : []),
    ...orders.filter(({ status }) => status === 'submitting').map((order) => eventOf(order, { kind: 'submitting' })),
  ];
  const step = { newSignal: { id, denial }, newOrders: orders, events, ...fenceOf(execution, orders) };
  return {
    step: { ...step, ...haltOf(deps, execution, denial) },
    decided: { ...execution, decided: { signalId: id, denial }, orders },
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
  { id, decided, step }: { id: string; decided: DecidedOrder; step: number },
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
    status: step === 1 ? 'submitting' : 'planned',
    filledQuantity: zero,
    notional: decided.notional,
    ...(orderTag === undefined ? {} : { tag: orderTag }),
    ...(decided.leverage === undefined ? {} : { leverage: decided.leverage }),
    ...(decided.referencePrice === undefined ? {} : { referencePrice: decided.referencePrice }),
    createdAt: at,
    ...(step === 1 ? { submittedAt: at } : {}),
    updatedAt: at,
  };
}

function decidedEvent(orders: readonly DecidedOrder[]): OrderEvent {
  return { name: 'decided', detail: { orders: orders.map(describeOrder) } };
}

export function denialEvent({ denial, deniedOrder }: Extract<Decision, { kind: 'denied' | 'orders' }>): OrderEvent {
  return { name: 'denied', detail: { ...denial, ...(deniedOrder ? { order: describeOrder(deniedOrder) } : {}) } };
}

function describeOrder({ draft, wantedQuantity, notional, price, leverage }: DecidedOrder): Record<string, unknown> {
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
    ...(leverage === undefined ? {} : { leverage: print(leverage) }),
    reduceOnly: draft.reduceOnly,
  };
}
