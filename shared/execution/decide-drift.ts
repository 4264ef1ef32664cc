import type { Decision, DecisionInput } from './decision.ts';
import type { Drift } from './find-drift.ts';

/** What the rule is called in a denial, and while an answer is waited for. */
export const DRIFT_RULE = 'position_drift';

/**
 * What becomes of an entry whose alert tells another story than our position, as its strategy chooses. What a turn closes first is
 * closed in any case: only what would be entered is skipped or asked about.
 * @param whole what would be done without drift
 */
export function decideDrift({ strategy }: DecisionInput, drift: Drift, whole: Decision): Decision {
  if (strategy.onDrift === 'sync') return drift.isLate ? overtaken(drift) : { ...whole, drift };
  if (whole.kind !== 'orders' || whole.denial !== undefined) return { ...whole, drift };
  const entry = whole.orders.find(({ draft }) => !draft.reduceOnly) ?? whole.orders[0];
  if (entry === undefined) return { ...whole, drift };
  const exits = whole.orders.slice(0, whole.orders.indexOf(entry));
  if (strategy.onDrift === 'ask')
    return exits.length === 0
      ? { kind: 'held', heldOrder: entry, drift }
      : { kind: 'orders', orders: exits, heldOrder: entry, drift };
  const denial = { rule: DRIFT_RULE, reason: drift.reason };
  return exits.length === 0
    ? { kind: 'denied', denial, deniedOrder: entry, drift }
    : { kind: 'orders', orders: exits, denial, deniedOrder: entry, drift };
}

/** In step with the chart is where its newest alert ended, and that was followed already. */
function overtaken(drift: Drift): Decision {
  return { kind: 'no_op', code: 'overtaken', reason: drift.reason, drift };
}
