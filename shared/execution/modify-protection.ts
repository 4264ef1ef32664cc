import type { Exchange } from '../exchanges/exchange.ts';
import { zero } from '../money/decimal.ts';
import { averageEntryPrice } from '../positions/position.ts';
import { changePlan } from '../protection/change-plan.ts';
import { isPlanOf } from '../protection/plan.ts';
import type { Clock } from '../time/clock.ts';
import { gatherDecisionInput } from './gather-decision-input.ts';
import { marketPrice } from './order-price.ts';
import type { Execution, ExecutionStep, ExecutionStore } from './store.ts';

export type ModifyProtectionDeps = { executions: ExecutionStore; now: Clock };

/** Puts new levels in force for the position that is held; the orders follow in the look at protection that this queues. */
export async function modifyProtection(
  deps: ModifyProtectionDeps,
  exchange: Exchange,
  execution: Execution,
): Promise<ExecutionStep> {
  const input = await gatherDecisionInput({ exchange, now: deps.now }, execution);
  const { position, signal } = execution;
  const entryPrice = position && averageEntryPrice(position);
  if (position === undefined || entryPrice === undefined || input.rules === undefined)
    throw new Error(`Cannot change the protection of ${execution.symbol}: its position is gone`);
  const side = position.quantity.gt(zero) ? 'long' : 'short';
  const found = await deps.executions.protection(execution);
  const kept = found !== undefined && isPlanOf(found.kept, position) ? found.kept : undefined;
  const { stopLoss, takeProfits, breakEven } = signal;
  const levels = { takeProfits, ...(stopLoss && { stopLoss }), ...(breakEven && { breakEven }) };
  const plan = changePlan({
    ...{ plan: kept?.plan, levels, at: deps.now(), rules: input.rules, marketPrice: marketPrice(input) },
    position: { side, quantity: position.quantity.abs(), entryPrice },
  });
  const movesStop = stopLoss !== undefined || breakEven !== undefined;
  return {
    newProtection: {
      ...{ positionId: position.id, side, plan },
      isBreakEvenReached: !movesStop && kept?.isBreakEvenReached === true,
    },
    outcome: { status: 'done' },
    events: [{ name: 'protection_modified', detail: { side, ...levels } }],
  };
}
