import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { NewId } from '../ids/new-id.ts';
import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease, Work, WorkQueue } from '../queue/work.ts';
import type { Clock } from '../time/clock.ts';
import { cancelResting } from './cancel-resting.ts';
import { decideFreely } from './decide-freely.ts';
import { isSwitch } from './decide-switch.ts';
import { endResting, endUnderWay } from './end-entries.ts';
import { overtakeHeld, unansweredStep } from './end-hold.ts';
import { endUndone } from './end-undone.ts';
import { decidedStep } from './keep-decision.ts';
import { placeOrder } from './place-order.ts';
import type { Execution, ExecutionStore } from './store.ts';
import { switchStrategy } from './switch-strategy.ts';
import { syncResting } from './sync-orders.ts';
import { clearedFirst, endedEntries, hasNothingToClose } from './which-resting.ts';

export type ExecuteSignalDeps = {
  executions: ExecutionStore;
  queue: WorkQueue;
  chooseExchange: ExchangeChooser;
  now: Clock;
  newId: NewId;
};

/** Each turn that is lost was won by another entry of the same user. */
const MAX_TURNS = 8;
const CROWDED_DELAY_MS = 50;
const UNSETTLED_DELAY_MS = 1_000;

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
  if (isSwitch(loaded.signal.intent)) return switchStrategy(deps, { execution: loaded, lease });
  const exchange = await deps.chooseExchange(loaded.account);
  if (loaded.decided?.hold?.isWaiting) return endHold(deps, exchange, { execution: loaded, lease });
  if (loaded.decided !== undefined)
    return carryOutOrders(deps, exchange, { execution: loaded, lease, justDecided: false });
  await overtakeHeld(deps, { execution: loaded, lease });
  const known = await syncResting(deps, exchange, { execution: loaded, lease });
  const freed = await cancelFirst(deps, exchange, { execution: known, lease });
  const execution = await endUnderWay(deps, exchange, { execution: freed, lease });
  return decideAndKeep(deps, exchange, { execution, lease }, { hasEnded: execution !== freed });
}

type Held = { execution: Execution; lease: Lease };

/** An entry that waited comes up again when it was answered, or when the time for that is over. */
async function endHold(deps: ExecuteSignalDeps, exchange: Exchange, held: Held): Promise<WorkResult> {
  const step = unansweredStep(held.execution, deps.now());
  if (step === undefined) {
    const execution = await syncResting(deps, exchange, held);
    return decideAndKeep(deps, exchange, { ...held, execution });
  }
  await deps.executions.commit(held.lease, held.execution, step);
  return { status: 'finished' };
}

/** An order that was filled before it could be canceled has changed the position, so that is read again. */
async function cancelFirst(deps: ExecuteSignalDeps, exchange: Exchange, held: Held): Promise<Execution> {
  const { execution } = held;
  if (!execution.signal.cancelFirst || !execution.hasResting) return execution;
  await cancelResting(deps, exchange, { ...held, isMeant: clearedFirst(execution) });
  return (await deps.executions.load(execution.work)) ?? execution;
}

/**
 * Decides on what is known and keeps the decision, anew when another lane was quicker: an entry counts for limits that both
 * are held against, and so does what it was allowed by.
 */
async function decideAndKeep(
  deps: ExecuteSignalDeps,
  exchange: Exchange,
  held: Held,
  { hasEnded: hasEndedBefore = false } = {},
): Promise<WorkResult> {
  let { execution } = held;
  let hasEnded = hasEndedBefore;
  let isRestEnded = false;
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const { decision: found, unsettled, ...on } = await decideFreely(deps, exchange, { ...held, execution });
    if (unsettled !== undefined) return { status: 'retry', delayMs: UNSETTLED_DELAY_MS, reason: unsettled };
    if (!isRestEnded && hasNothingToClose(found)) {
      isRestEnded = true;
      execution = await endResting(deps, exchange, { ...held, ...on });
      hasEnded ||= execution !== on.execution;
      if (execution !== on.execution) continue;
    }
    const decision = hasEnded ? endedEntries(found) : found;
    if (decision.kind !== 'orders') return endUndone(deps, exchange, { ...held, ...on }, decision);
    const { step, decided } = decidedStep(deps, on.execution, decision);
    if ((await deps.executions.commit(held.lease, on.execution, step)) === 'kept')
      return carryOutOrders(deps, exchange, { execution: decided, lease: held.lease, justDecided: true });
    execution = (await deps.executions.load(execution.work)) ?? execution;
  }
  return { status: 'retry', delayMs: CROWDED_DELAY_MS, reason: 'Other lanes of the account were quicker each time' };
}

/** Each order waits for the one before. The first of a fresh decision is `submitting` already: nobody has asked yet. */
async function carryOutOrders(
  deps: ExecuteSignalDeps,
  exchange: Exchange,
  { execution: begun, lease, justDecided }: Held & { justDecided: boolean },
): Promise<WorkResult> {
  let execution = begun;
  const fresh = justDecided ? begun.orders.find(({ status }) => status === 'submitting')?.id : undefined;
  for (const { id } of begun.orders) {
    const order = execution.orders.find((one) => one.id === id);
    if (order === undefined || order.status === 'filled') continue;
    const placed = await placeOrder(deps, exchange, { execution, lease, order, isUnasked: id === fresh });
    if (placed.isOver) return { status: 'finished' };
    if (placed.retry !== undefined) return { status: 'retry', ...placed.retry };
    execution = placed.execution;
  }
  return { status: 'retry', delayMs: 1_000, reason: 'Orders rest on the exchange while later ones wait for them' };
}
