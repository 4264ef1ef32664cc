import type { Exchange } from '../exchanges/exchange.ts';
import type { Order } from '../orders/order.ts';
import type { Lease } from '../queue/work.ts';
import { type CommitChangeDeps, commitChange } from './commit-change.ts';
import type { OrderChange } from './order-change.ts';
import type { SignalOutcome } from './signal-outcome.ts';
import type { Execution } from './store.ts';

export type Canceled = { outcome: SignalOutcome; detail: Record<string, unknown> };

/** Cancels what rests in the signal's symbol, or the one order that it names. What was filled before stays filled. */
export async function cancelResting(
  deps: CommitChangeDeps,
  exchange: Exchange,
  { execution, lease }: { execution: Execution; lease: Lease },
): Promise<Canceled> {
  const wanted = execution.signal.extras.orderId;
  const resting = await deps.executions.resting(execution);
  const canceled: string[] = [];
  const closedBefore: string[] = [];
  for (const order of resting.filter(({ id }) => wanted === undefined || id === wanted)) {
    const isCanceled = await cancelOne(deps, exchange, { execution, lease, order });
    (isCanceled ? canceled : closedBefore).push(order.id);
  }
  if (canceled.length + closedBefore.length > 0)
    return { outcome: { status: 'done' }, detail: { canceled, closedBefore } };
  const reason = 'No order rests on the exchange';
  return { outcome: { status: 'no_op', rule: 'nothing_to_cancel', reason }, detail: {} };
}

/** The order may be another alert's: what it comes to is that one's. @returns whether it was still open */
async function cancelOne(
  deps: CommitChangeDeps,
  exchange: Exchange,
  { execution, lease, order }: { execution: Execution; lease: Lease; order: Order },
): Promise<boolean> {
  const owner = await deps.executions.ownerOf(execution, order);
  if (owner === undefined) throw new Error(`Cannot cancel order ${order.id}: the alert that it belongs to is gone`);
  const answer = await exchange.cancel(order.market, order.symbol, order.clientOrderId);
  const change: OrderChange =
    answer.status === 'not_found'
      ? { kind: 'gave_up', reason: 'The exchange does not know the order' }
      : { kind: 'answered', order: answer.order };
  await commitChange(deps, { execution: owner, lease, order }, change);
  return answer.status === 'canceled';
}
