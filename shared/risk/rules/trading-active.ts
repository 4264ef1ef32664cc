import type { StandingRule } from '../risk.ts';
import { currentTradingState } from '../trading-state.ts';

export const tradingActive: StandingRule = ({ tradingState, now }) => {
  const { state, reason, expiresAt } = currentTradingState(tradingState, now);
  if (state === 'active') return undefined;
  const until = expiresAt === undefined ? '' : ` until ${expiresAt.toISOString()}`;
  return { rule: 'trading_state', reason: `Trading is ${state}${until}${reason === undefined ? '' : `: ${reason}`}` };
};
