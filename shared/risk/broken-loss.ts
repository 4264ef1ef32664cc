import type { LimitScope, ScopedLimits } from '../limits/limits.ts';
import type { Decimal } from '../money/decimal.ts';
import type { Denial } from './denial.ts';

export type BrokenLoss = { scope: LimitScope; limit: Decimal } & Pick<Denial, 'halts'>;

/**
 * The strictest loss limit that is reached, with the hardest consequence of those that are. Limits of a strategy or a symbol
 * are measured on the account as well, and deny; they never stop what others trade there.
 */
export function brokenLoss(
  limits: readonly ScopedLimits[],
  name: 'maxDailyLoss' | 'maxDrawdownFraction',
  actual: Decimal,
): BrokenLoss | undefined {
  let broken: BrokenLoss | undefined;
  for (const { scope, limits: own } of limits) {
    const limit = own[name];
    if (limit === undefined || actual.lt(limit)) continue;
    const consequence = scope === 'user' || scope === 'account' ? own.onLossLimit : undefined;
    const stricter = broken === undefined || limit.lt(broken.limit) ? { scope, limit } : broken;
    const halts = hardest(broken?.halts, consequence === 'deny' ? undefined : consequence);
    broken = { scope: stricter.scope, limit: stricter.limit, ...(halts && { halts }) };
  }
  return broken;
}

function hardest(a: Denial['halts'], b: Denial['halts']): Denial['halts'] {
  return a === 'halted' || b === 'halted' ? 'halted' : (a ?? b);
}
