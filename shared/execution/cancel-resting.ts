import type { Exchange } from '../exchanges/exchange.ts';
import type { Order } from '../orders/order.ts';
import type { Lease } from '../queue/work.ts';
import type { SignalOutcome } from './signal-outcome.ts';
import type { Execution, ExecutionStore } from './store.ts';

export type Canceled = { outcome: SignalOutcome; detail: Record<string, unknown> };

/** Cancels what rests in the signal's symbol, or the one order that it names. What was filled before stays filled. */
export async function cancelResting(
  executions: ExecutionStore,
  exchange: Exchange,
  { execution, lease }: { execution: Execution; lease: Lease },
): Promise<Canceled> {
  const wanted = execution.signal.extras.orderId;
  const resting = (await executions.resting(execution)).filter((order) => wanted === undefined || order.id === wanted);
  const canceled: string[] = [];
  const closedBefore: string[] = [];
  for (const order of resting) {
    const isCanceled = await cancelOne(executions, exchange, { execution, lease, order });
    (isCanceled ? canceled : closedBefore).push(order.id);
  }
  if (resting.length === 0)
    return {
      outcome: { status: 'no_op', rule: 'nothing_to_cancel', reason: 'No order rests on the exchange' },
      detail: {},
    };
  return { outcome: { status: 'done' }, detail: { canceled, closedBefore } };
}

async function cancelOne(
  executions: ExecutionStore,
  exchange: Exchange,
  { execution, lease, order }: { execution: Execution; lease: Lease; order: Order },
): Promise<boolean> {
  const answer = await exchange.cancel(order.market, order.symbol, order.clientOrderId);
  if (answer.status === 'not_found') {
    await executions.change(lease, execution.work, order, {
      kind: 'gave_up',
      reason: 'The exchange does not know the order',
    });
    return false;
  }
  await executions.change(lease, execution.work, order, { kind: 'answered', order: answer.order });
  return answer.status === 'canceled';
}
