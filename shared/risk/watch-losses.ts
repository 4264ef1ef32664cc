import type { Account } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/store.ts';
import type { NewId } from '../ids/new-id.ts';
import type { ScopedLimits } from '../limits/limits.ts';
import type { Clock } from '../time/clock.ts';
import type { Denial } from './denial.ts';
import { haltBy } from './halt-by.ts';
import type { RiskLimitStore } from './limit-store.ts';
import type { RiskBook } from './risk-book.ts';
import { maxDailyLoss } from './rules/max-daily-loss.ts';
import { maxDrawdown } from './rules/max-drawdown.ts';
import { tellOfHalt } from './tell-of-halt.ts';
import type { TradingStateStore } from './trading-state-store.ts';

export type WatchLossesDeps = {
  accounts: Pick<AccountStore, 'listAll'>;
  riskLimits: Pick<RiskLimitStore, 'list'>;
  bookOf: (account: Account) => Promise<RiskBook>;
  tradingStates: Pick<TradingStateStore, 'halt'>;
  now: Clock;
  newId: NewId;
};

export type Watched = { halted: string[]; failed: { accountId: string; error: unknown }[] };

/**
 * Stops accounts whose loss limits were broken by the market alone, with no entry that asked. One that cannot be looked at
 * holds up no other.
 */
export async function watchLosses(deps: WatchLossesDeps): Promise<Watched> {
  const watched: Watched = { halted: [], failed: [] };
  const limitsByUser = new Map<string, Promise<ScopedLimits[]>>();
  for (const account of await deps.accounts.listAll()) {
    try {
      const all = limitsByUser.get(account.userId) ?? deps.riskLimits.list(account.userId);
      limitsByUser.set(account.userId, all);
      if (await haltOnLoss(deps, account, lossLimits(await all, account))) watched.halted.push(account.id);
    } catch (error) {
      watched.failed.push({ accountId: account.id, error });
    }
  }
  return watched;
}

function lossLimits(all: readonly ScopedLimits[], account: Account): ScopedLimits[] {
  return all.filter(
    ({ scope, subject, limits: { onLossLimit, maxDailyLoss: loss, maxDrawdownFraction: drawdown } }) =>
      (scope === 'user' || (scope === 'account' && subject === account.id)) &&
      (loss !== undefined || drawdown !== undefined) &&
      onLossLimit !== undefined &&
      onLossLimit !== 'deny',
  );
}

async function haltOnLoss(deps: WatchLossesDeps, account: Account, limits: readonly ScopedLimits[]): Promise<boolean> {
  if (limits.length === 0) return false;
  const input = { limits, book: await deps.bookOf(account), strategy: { accountId: account.id } };
  const denial = hardest([maxDailyLoss(input), maxDrawdown(input)]);
  if (denial?.halts === undefined) return false;
  const state = haltBy(denial, { state: denial.halts, accountId: account.id, now: deps.now() });
  const { userId } = account;
  const audit = {
    id: deps.newId('aud'),
    userId,
    actor: state.setBy,
    action: 'trading_state.set',
    subject: account.id,
    detail: { state: state.state, reason: state.reason, expiresAt: state.expiresAt },
    at: state.setAt,
  } as const;
  const notification = { ...tellOfHalt(state), id: deps.newId('ntf'), userId, createdAt: state.setAt };
  return deps.tradingStates.halt(userId, state, { audit, notification });
}

function hardest(denials: readonly (Denial | undefined)[]): Denial | undefined {
  const halting = denials.filter((one) => one?.halts !== undefined);
  return halting.find((one) => one?.halts === 'halted') ?? halting[0];
}
