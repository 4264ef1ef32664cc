import type { TradingState } from './risk.ts';

/** What counts now: nothing set means active, and a state that has expired counts as active again. */
export function currentTradingState(kept: TradingState | undefined, now: Date): TradingState {
  if (kept === undefined) return { state: 'active' };
  if (kept.expiresAt !== undefined && kept.expiresAt <= now) return { state: 'active' };
  return kept;
}
