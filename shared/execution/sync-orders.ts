import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import { isResting } from '../orders/order.ts';
import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease, Work, WorkQueue } from '../queue/work.ts';
import type { ExecutionStore } from './store.ts';

export type SyncOrdersDeps = { executions: ExecutionStore; queue: WorkQueue; chooseExchange: ExchangeChooser };

/** Asks the exchange what became of a signal's resting orders, and keeps what is new. */
export async function syncOrders(deps: SyncOrdersDeps, work: Work, lease: Lease): Promise<WorkResult> {
  const execution = await deps.executions.load(work);
  const exchange = execution && deps.chooseExchange(execution.account);
  for (const order of execution?.orders ?? []) {
    if (exchange === undefined || !isResting(order.status)) continue;
    const found = await exchange.lookUp(order.market, order.symbol, order.clientOrderId);
    if (found.status === 'found')
      await deps.executions.change(lease, work, order, { kind: 'answered', order: found.order });
    else if (found.isFinal)
      await deps.executions.change(lease, work, order, {
        kind: 'gave_up',
        reason: 'The exchange does not know the order',
      });
  }
  await deps.queue.drop(lease, work);
  return { status: 'finished' };
}
