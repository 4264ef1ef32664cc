import type { Mode } from '../accounts/mode.ts';
import type { AccountStore } from '../accounts/store.ts';
import { refuseStrategy, type StrategyRefusal } from './strategy-refusal.ts';

/** Whether an account has a key of this mode that may open something new. */
export type HasActiveKey = (asked: { userId: string; accountId: string; mode: Mode }) => Promise<boolean>;

export type ChooseAccountDeps = { accounts: AccountStore; hasActiveKey: HasActiveKey };
export type ChooseAccount = { userId: string; mode: Mode; accountId?: string | undefined };

/**
 * The account that a strategy trades on: the one named, or the only one of its mode. Paper before testnet before live: what
 * is not paper needs a key of that very mode.
 */
export async function chooseAccount(deps: ChooseAccountDeps, asked: ChooseAccount): Promise<string | StrategyRefusal> {
  const account = await findAccount(deps.accounts, asked);
  if (typeof account !== 'string') return account;
  return (await refuseWithoutKey(deps, { ...asked, accountId: account })) ?? account;
}

/** @returns undefined when the account may be traded on in this mode */
export async function refuseWithoutKey(
  { hasActiveKey }: Pick<ChooseAccountDeps, 'hasActiveKey'>,
  asked: { userId: string; mode: Mode; accountId: string },
): Promise<StrategyRefusal | undefined> {
  const { userId, accountId, mode } = asked;
  if (mode === 'paper' || (await hasActiveKey({ userId, accountId, mode }))) return undefined;
  const reason = `Account "${accountId}" has no active key for mode "${mode}": add or test one at /api/v1/exchange-keys`;
  return refuseStrategy('key_missing', reason);
}

async function findAccount(
  accounts: AccountStore,
  { userId, accountId, mode }: ChooseAccount,
): Promise<string | StrategyRefusal> {
  if (accountId === undefined) {
    const fitting = (await accounts.list(userId)).filter((account) => account.mode === mode);
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) return only.id;
    const reason = `You have ${fitting.length} accounts in mode "${mode}": ${fitting.length === 0 ? 'add an exchange key' : 'name one as "accountId"'}`;
    return refuseStrategy('account_not_named', reason);
  }
  const account = await accounts.find(userId, accountId);
  if (account === undefined) return refuseStrategy('account_unknown', `You have no account "${accountId}"`);
  if (account.mode === mode) return account.id;
  const reason = `Account "${accountId}" is in mode "${account.mode}", the strategy in mode "${mode}"`;
  return refuseStrategy('account_mode_differs', reason);
}
