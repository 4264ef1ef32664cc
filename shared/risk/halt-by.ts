import type { Denial } from './denial.ts';
import type { NewTradingState } from './trading-state-store.ts';

export type Halting = { state: NonNullable<Denial['halts']>; accountId: string; now: Date };

/** What a broken loss limit does to its account: it lasts until the next UTC day, or until a person resumes. */
export function haltBy({ rule, reason }: Denial, { state, accountId, now }: Halting): NewTradingState {
  const expiresAt = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
  return { source: 'risk', accountId, state, reason, setBy: `risk:${rule}`, setAt: now, expiresAt };
}
