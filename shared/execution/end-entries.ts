import type { Exchange } from '../exchanges/exchange.ts';
import type { Lease } from '../queue/work.ts';
import { cancelResting } from './cancel-resting.ts';
import { closedSides } from './closed-sides.ts';
import type { CommitChangeDeps } from './commit-change.ts';
import type { Execution } from './store.ts';
import { entriesUnderWay, entriesWithoutPosition, type WhichResting } from './which-resting.ts';

type Held = { execution: Execution; lease: Lease };

/**
 * Ends the entries that are on their way while a signal closes what they open.
 * @returns the execution as it stands after that: what was filled before it could be canceled is held
 */
export function endUnderWay(deps: CommitChangeDeps, exchange: Exchange, held: Held): Promise<Execution> {
  return endEntries(deps, exchange, held, entriesUnderWay(held.execution));
}

/** Ends the strategy's entries that rest, once there is nothing to close. */
export function endResting(deps: CommitChangeDeps, exchange: Exchange, held: Held): Promise<Execution> {
  return endEntries(deps, exchange, held, entriesWithoutPosition(held.execution));
}

async function endEntries(
  deps: CommitChangeDeps,
  exchange: Exchange,
  held: Held,
  isMeant: WhichResting,
): Promise<Execution> {
  const { execution } = held;
  if (!execution.hasResting || closedSides(execution).sides.length === 0) return execution;
  const canceled = await cancelResting(deps, exchange, { ...held, isMeant });
  if (canceled.outcome.status === 'no_op') return execution;
  return (await deps.executions.load(execution.work)) ?? execution;
}
