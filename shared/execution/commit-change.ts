import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import { leastQuantity } from '../exchanges/symbol-rules.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Decimal } from '../money/decimal.ts';
import type { Order } from '../orders/order.ts';
import type { Lease } from '../queue/work.ts';
import type { Clock } from '../time/clock.ts';
import { changeOrder } from './change-order.ts';
import type { OrderChange } from './order-change.ts';
import type { Execution, ExecutionStep, ExecutionStore } from './store.ts';

export type CommitChangeDeps = {
  executions: ExecutionStore;
  chooseExchange: ExchangeChooser;
  now: Clock;
  newId: NewId;
};
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
  const least = await leastSale(deps, execution, order, change);
  const { execution: after, step } = changeOrder(deps.newId, execution, { order, change, at: deps.now(), ...least });
  const kept = await deps.executions.commit(lease, execution, fence === undefined ? step : { ...step, fence });
  return { after, isOver: step.outcome !== undefined || step.isHeld === true, isKept: kept === 'kept' };
}

/** Asked for only where a sale on spot may leave less than that. @throws AppError `exchange_unavailable` while it cannot be told */
async function leastSale(
  { chooseExchange }: CommitChangeDeps,
  { account }: Execution,
  { market, symbol, side }: Order,
  change: OrderChange,
): Promise<{ least?: Decimal }> {
  if (market !== 'spot' || side !== 'sell' || change.kind !== 'answered') return {};
  const rules = await (await chooseExchange(account)).symbolRules(market, symbol);
  return rules === undefined ? {} : { least: leastQuantity(rules) };
}
