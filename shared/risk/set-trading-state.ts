import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import type { TradingState, TradingStateName } from './risk.ts';
import type { TradingStateStore } from './trading-state-store.ts';

export type SetTradingStateDeps = { tradingStates: TradingStateStore; now: Clock; newId: NewId };
export type SetTradingState = {
  userId: string;
  actor: string;
  state: TradingStateName;
  reason?: string;
  expiresAt?: Date;
};

export type TradingStateSet =
  | { outcome: 'set'; state: TradingState }
  | { outcome: 'refused'; code: 'reason_required' | 'expiry_in_the_past'; reason: string };

/** Says what trading is allowed for all strategies of a user, from the next order on. */
export async function setTradingState(deps: SetTradingStateDeps, input: SetTradingState): Promise<TradingStateSet> {
  const now = deps.now();
  const { userId, actor, ...wanted } = input;
  if (wanted.state !== 'active' && wanted.reason === undefined)
    return { outcome: 'refused', code: 'reason_required', reason: `Cannot set "${wanted.state}" without a reason` };
  if (wanted.expiresAt !== undefined && wanted.expiresAt <= now) {
    const reason = `Cannot set a state that ends at ${wanted.expiresAt.toISOString()}: it is ${now.toISOString()} now`;
    return { outcome: 'refused', code: 'expiry_in_the_past', reason };
  }
  const state = { ...wanted, setBy: actor, setAt: now };
  await deps.tradingStates.set(userId, state, {
    id: deps.newId('aud'),
    userId,
    actor,
    action: 'trading_state.set',
    subject: userId,
    detail: { state: wanted.state, reason: wanted.reason, expiresAt: wanted.expiresAt },
    at: now,
  });
  return { outcome: 'set', state };
}
