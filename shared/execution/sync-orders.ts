import type { Exchange, LookUpOutcome } from '../exchanges/exchange.ts';
import type { Order } from '../orders/order.ts';
import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease, Work, WorkQueue } from '../queue/work.ts';
import { type CommitChangeDeps, commitChange } from './commit-change.ts';
import type { OrderChange } from './order-change.ts';
import type { Execution } from './store.ts';

export type SyncOrdersDeps = CommitChangeDeps & { queue: WorkQueue };

/** Finds out about the resting orders of a lane because it is time to, whether or not an alert asks. */
export async function syncOrders(deps: SyncOrdersDeps, work: Work, lease: Lease): Promise<WorkResult> {
  const execution = await deps.executions.load(work);
  if (execution !== undefined)
    await syncResting(deps, await deps.chooseExchange(execution.account), { execution, lease });
  await deps.queue.drop(lease, work);
  return { status: 'finished' };
}

/**
 * Asks the exchange what became of the orders that rest in this account and symbol, of whatever alert, and keeps what is new.
 * @returns the execution as it stands after that: a fill that nobody knew of has changed the position
 */
export async function syncResting(
  deps: CommitChangeDeps,
  exchange: Exchange,
  { execution, lease }: { execution: Execution; lease: Lease },
): Promise<Execution> {
  if (!execution.hasResting) return execution;
  const resting = await deps.executions.resting(execution);
  const looked = await Promise.all(
    resting.map(async (order) => {
      const { market, symbol, clientOrderId, submittedAt } = order;
      return { order, found: await exchange.lookUp(market, symbol, clientOrderId, submittedAt) };
    }),
  );
  let isNew = false;
  for (const { order, found } of looked) {
    const change = whatChanged(order, found);
    const owner = change && (await deps.executions.ownerOf(execution, order));
    if (owner === undefined || change === undefined) continue;
    await commitChange(deps, { execution: owner, lease, order }, change);
    isNew = true;
  }
  if (!isNew) return execution;
  return (await deps.executions.load(execution.work)) ?? execution;
}

function whatChanged(order: Order, found: LookUpOutcome): OrderChange | undefined {
  if (found.status === 'not_found')
    return found.isFinal ? { kind: 'gave_up', reason: 'The exchange does not know the order' } : undefined;
  const isMoved = found.order.status !== order.status || !found.order.filledQuantity.eq(order.filledQuantity);
  return isMoved ? { kind: 'answered', order: found.order } : undefined;
}
