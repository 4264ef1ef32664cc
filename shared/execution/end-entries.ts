import type { Exchange } from '../exchanges/exchange.ts';
import type { Order } from '../orders/order.ts';
import type { Lease } from '../queue/work.ts';
import { cancelResting } from './cancel-resting.ts';
import { closedSides } from './closed-sides.ts';
import type { CommitChangeDeps } from './commit-change.ts';
import type { Decision } from './decision.ts';
import type { Execution } from './store.ts';

type Held = { execution: Execution; lease: Lease };

/**
 * Ends the entries that are on their way while a signal closes what they open: else it would be decided on less than will be held. An
 * order at the market that has not filled yet, and where all is closed the rest of a limit order that has filled a part.
 * @returns the execution as it stands after that: what was filled before it could be canceled is held
 */
export async function endUnderWay(deps: CommitChangeDeps, exchange: Exchange, held: Held): Promise<Execution> {
  const { isWhole } = closedSides(held.execution);
  return endEntries(deps, exchange, held, (order) => {
    const isPart = isWhole && order.status === 'partially_filled' && isOwn(held.execution, order);
    return isImpatient(order) || isPart;
  });
}

/** Ends the strategy's entries that rest, once there is nothing to close: later they would open what was to be left. */
export async function endResting(deps: CommitChangeDeps, exchange: Exchange, held: Held): Promise<Execution> {
  if (!closedSides(held.execution).isWhole) return held.execution;
  return endEntries(deps, exchange, held, (order) => isOwn(held.execution, order));
}

const NOTHING_THERE: readonly string[] = ['already_flat', 'not_long', 'not_short'];

export function hasNothingToClose(decision: Decision): boolean {
  return decision.kind === 'no_op' && NOTHING_THERE.includes(decision.code);
}

/** What a signal comes to that found nothing to close, and ended what would have opened it. */
export function endedEntries(decision: Decision): Decision {
  if (!hasNothingToClose(decision)) return decision;
  const reason = 'No position was open; the entries that rested, and would have opened one, are canceled';
  return { kind: 'no_op', code: 'entries_canceled', reason };
}

async function endEntries(
  deps: CommitChangeDeps,
  exchange: Exchange,
  held: Held,
  isMeant: (order: Order) => boolean,
): Promise<Execution> {
  const { execution } = held;
  const { sides } = closedSides(execution);
  if (!execution.hasResting || sides.length === 0) return execution;
  const isEntry = ({ purpose, side }: Order): boolean =>
    (purpose === 'open' || purpose === 'add') && sides.includes(side);
  const canceled = await cancelResting(deps, exchange, {
    ...held,
    isMeant: (order) => isEntry(order) && isMeant(order),
  });
  if (canceled.outcome.status === 'no_op') return execution;
  return (await deps.executions.load(execution.work)) ?? execution;
}

const isOwn = ({ strategy }: Execution, { strategyId }: Order): boolean => strategyId === strategy.id;

/** It trades at once or never, so that it is only open for as long as the exchange takes. */
function isImpatient(order: Order): boolean {
  if (order.type === 'market') return true;
  return order.type === 'limit' && order.timeInForce !== undefined && order.timeInForce !== 'gtc';
}
