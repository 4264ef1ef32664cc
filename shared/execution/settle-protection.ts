import type { Exchange } from '../exchanges/exchange.ts';
import { isUnsettled, type Order } from '../orders/order.ts';
import type { Lease } from '../queue/work.ts';
import { type CommitChangeDeps, commitChange } from './commit-change.ts';
import { giveUpUnclear } from './give-up-unclear.ts';
import type { OrderChange } from './order-change.ts';
import type { Execution } from './store.ts';

export type SettleProtection = { execution: Execution; lease: Lease; orders: readonly Order[] };

/**
 * Finds out what became of protective orders whose answer was lost: they count as standing only once the exchange says so, and
 * may lock what an exit wants to sell. @returns why it cannot be known yet, if so
 */
export async function settleProtection(
  deps: CommitChangeDeps,
  exchange: Exchange,
  { execution, lease, orders }: SettleProtection,
): Promise<string | undefined> {
  for (const order of orders.filter(({ status }) => isUnsettled(status))) {
    const found = await exchange.lookUp(order.market, order.symbol, order.clientOrderId, order.submittedAt);
    if (found.status === 'not_found' && !found.isFinal) return 'The exchange does not know a protective order yet';
    const owner = (await deps.executions.ownerOf(execution, order)) ?? execution;
    if (found.status === 'unclear') {
      await giveUpUnclear(deps, { execution: owner, lease, order });
      continue;
    }
    const change: OrderChange =
      found.status === 'found'
        ? { kind: 'answered', order: found.order }
        : { kind: 'gave_up', reason: 'The exchange never had the order' };
    await commitChange(deps, { execution: owner, lease, order }, change);
  }
  return undefined;
}
