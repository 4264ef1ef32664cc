import type { NewId } from '../ids/new-id.ts';
import type { Order } from '../orders/order.ts';
import type { Lease } from '../queue/work.ts';
import type { Clock } from '../time/clock.ts';
import { changeOrder } from './change-order.ts';
import type { OrderChange } from './order-change.ts';
import type { Execution, ExecutionStep, ExecutionStore } from './store.ts';

export type CommitChangeDeps = { executions: ExecutionStore; now: Clock; newId: NewId };
export type CommitChangeInput = { execution: Execution; lease: Lease; order: Order };

/**
 * Commits what happened to an order with all that follows from it. @returns the execution as it stands after that. `isOver`:
 * nothing more is to be done for the signal now. `isKept`: false only where the `fence` has moved on
 */
export async function commitChange(
  deps: CommitChangeDeps,
  { execution, lease, order }: CommitChangeInput,
  change: OrderChange,
  fence?: ExecutionStep['fence'],
): Promise<{ after: Execution; isOver: boolean; isKept: boolean }> {
  const { execution: after, step } = changeOrder(deps.newId, execution, { order, change, at: deps.now() });
  const kept = await deps.executions.commit(lease, execution, fence === undefined ? step : { ...step, fence });
  return { after, isOver: step.outcome !== undefined || step.isHeld === true, isKept: kept === 'kept' };
}
