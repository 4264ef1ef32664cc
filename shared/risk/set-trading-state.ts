import type { AccountStore } from '../accounts/store.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import { type TradingState, type TradingStateName, tradingStateOf } from './trading-state.ts';
import type { TradingStateStore } from './trading-state-store.ts';

export type SetTradingStateDeps = {
  tradingStates: TradingStateStore;
  accounts: Pick<AccountStore, 'find'>;
  now: Clock;
  newId: NewId;
};
export type SetTradingState = {
  userId: string;
  actor: string;
  /** Absent: all accounts of the user. */
  accountId?: string;
  state: TradingStateName;
  reason?: string;
  expiresAt?: Date;
};

export type TradingStateRefusal = {
  outcome: 'refused';
  code: 'reason_required' | 'expiry_in_the_past' | 'account_unknown';
  reason: string;
};
export type TradingStateSet = { outcome: 'set'; state: TradingState } | TradingStateRefusal;

/**
 * Says what trading is allowed for all strategies of a user, or of one account, from the next order on. Resuming takes back
 * what loss limits have set.
 * @returns the state that counts there now, which may be one set elsewhere
 */
export async function setTradingState(deps: SetTradingStateDeps, input: SetTradingState): Promise<TradingStateSet> {
  const now = deps.now();
  const { userId, actor, ...wanted } = input;
  const refusal = await refuseState(deps, input, now);
  if (refusal !== undefined) return refusal;
  const { accountId } = wanted;
  await deps.tradingStates.set(
    userId,
    { ...wanted, source: 'person', setBy: actor, setAt: now },
    {
      id: deps.newId('aud'),
      userId,
      actor,
      action: 'trading_state.set',
      subject: accountId ?? userId,
      detail: { state: wanted.state, reason: wanted.reason, expiresAt: wanted.expiresAt },
      at: now,
    },
  );
  return { outcome: 'set', state: tradingStateOf(await deps.tradingStates.list(userId), now, accountId) };
}

async function refuseState(
  { accounts }: Pick<SetTradingStateDeps, 'accounts'>,
  { userId, accountId, state, reason, expiresAt }: SetTradingState,
  now: Date,
): Promise<TradingStateRefusal | undefined> {
  if (state !== 'active' && reason === undefined)
    return { outcome: 'refused', code: 'reason_required', reason: `Cannot set "${state}" without a reason` };
  if (expiresAt !== undefined && expiresAt <= now) {
    const told = `Cannot set a state that ends at ${expiresAt.toISOString()}: it is ${now.toISOString()} now`;
    return { outcome: 'refused', code: 'expiry_in_the_past', reason: told };
  }
  if (accountId !== undefined && (await accounts.find(userId, accountId)) === undefined)
    return { outcome: 'refused', code: 'account_unknown', reason: `You have no account "${accountId}"` };
  return undefined;
}
