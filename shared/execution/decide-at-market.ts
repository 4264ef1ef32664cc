import { decideSignal } from './decide-signal.ts';
import type { Decision } from './decision.ts';
import { type DecidableExecution, type GatherDeps, gatherDecisionInput } from './gather-decision-input.ts';

/**
 * Decides on what the alert brings. Where that would stop something while a position is open, the market has the last word: a
 * price that an alert has wrong keeps nobody from leaving.
 */
export async function decideAtMarket(deps: GatherDeps, execution: DecidableExecution): Promise<Decision> {
  const input = await gatherDecisionInput(deps, execution);
  const decision = decideSignal(input);
  const isStopped = decision.kind === 'denied' || (decision.kind === 'orders' && decision.denial !== undefined);
  if (!isStopped || execution.position === undefined || input.lastPrice !== undefined) return decision;
  const last = await deps.exchange.lastPrice(execution.market, execution.symbol).catch(() => undefined);
  return last === undefined ? decision : decideSignal({ ...input, lastPrice: last.price, lastPriceAt: last.seenAt });
}
