import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import type { LookUpOutcome } from '../exchanges/exchange.ts';
import { isResting, type Order } from '../orders/order.ts';
import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease, Work, WorkQueue } from '../queue/work.ts';
import { type CommitChangeDeps, commitChange } from './commit-change.ts';
import type { OrderChange } from './order-change.ts';

export type SyncOrdersDeps = CommitChangeDeps & { queue: WorkQueue; chooseExchange: ExchangeChooser };

/** Asks the exchange what became of a signal's resting orders, and keeps what is new. */
export async function syncOrders(deps: SyncOrdersDeps, work: Work, lease: Lease): Promise<WorkResult> {
  let execution = await deps.executions.load(work);
  const exchange = execution && deps.chooseExchange(execution.account);
  for (const order of execution?.orders ?? []) {
    if (execution === undefined || exchange === undefined || !isResting(order.status)) continue;
    const change = whatChanged(order, await exchange.lookUp(order.market, order.symbol, order.clientOrderId));
    if (change !== undefined) execution = (await commitChange(deps, { execution, lease, order }, change)).after;
  }
  await deps.queue.drop(lease, work);
  return { status: 'finished' };
}

function whatChanged(order: Order, found: LookUpOutcome): OrderChange | undefined {
  if (found.status === 'not_found')
    return found.isFinal ? { kind: 'gave_up', reason: 'The exchange does not know the order' } : undefined;
  const isMoved = found.order.status !== order.status || !found.order.filledQuantity.eq(order.filledQuantity);
  return isMoved ? { kind: 'answered', order: found.order } : undefined;
}
