import type { RiskRule } from '../risk.ts';

export const tradingActive: RiskRule = ({ tradingState, now }) => {
  const { state, reason, expiresAt } = tradingState;
  if (state === 'active' || (expiresAt !== undefined && expiresAt <= now)) return undefined;
  return { rule: 'trading_state', reason: `Trading is ${state}${reason === undefined ? '' : `: ${reason}`}` };
};
