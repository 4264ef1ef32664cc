import type { NewId } from '../ids/new-id.ts';
import type { Order } from '../orders/order.ts';
import type { Lease } from '../queue/work.ts';
import type { Clock } from '../time/clock.ts';
import { changeOrder } from './change-order.ts';
import type { OrderChange } from './order-change.ts';
import type { Execution, ExecutionStore } from './store.ts';

export type CommitChangeDeps = { executions: ExecutionStore; now: Clock; newId: NewId };
export type CommitChangeInput = { execution: Execution; lease: Lease; order: Order };

/**
 * Commits what happened to an order with all that follows from it. @returns the execution as it stands after that. `isOver`:
 * nothing more is to be done for the signal now
 */
export async function commitChange(
  deps: CommitChangeDeps,
  { execution, lease, order }: CommitChangeInput,
  change: OrderChange,
): Promise<{ after: Execution; isOver: boolean }> {
  const { execution: after, step } = changeOrder(deps.newId, execution, { order, change, at: deps.now() });
  await deps.executions.commit(lease, execution, step);
  return { after, isOver: step.outcome !== undefined || step.isHeld === true };
}
