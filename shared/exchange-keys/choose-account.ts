import type { Account } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/store.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import type { ExchangeKey } from './exchange-key.ts';
import { type KeyRefusal, refuseKey } from './key-refusal.ts';
import type { ExchangeKeyStore } from './store.ts';

export type ChooseAccountDeps = {
  accounts: AccountStore;
  exchangeKeys: ExchangeKeyStore;
  now: Clock;
  newId: NewId;
};

export type ChooseAccount = Pick<ExchangeKey, 'userId' | 'exchange' | 'mode' | 'label'> & { accountId?: string };

export type ChosenAccount = { account: Account; isNew: boolean };

/** The account that a key opens: the one named, one that has the name of the label and no key, or else a new one. */
export async function chooseAccount(
  deps: ChooseAccountDeps,
  input: ChooseAccount,
): Promise<ChosenAccount | KeyRefusal> {
  const { userId, exchange, mode, label, accountId } = input;
  const accounts = await deps.accounts.list(userId);
  const found = accounts.find((one) => (accountId === undefined ? one.name === label : one.id === accountId));
  if (found === undefined && accountId !== undefined)
    return refuseKey('account_unknown', `You have no account "${accountId}"`);
  if (found === undefined) return { account: newAccount(deps, input), isNew: true };
  if (found.exchange !== exchange || found.mode !== mode) return differs(found, input);
  const key = await deps.exchangeKeys.findOfAccount(userId, found.id);
  return key === undefined ? { account: found, isNew: false } : accountHasKey(found, key);
}

export function accountHasKey({ name }: Account, key: Pick<ExchangeKey, 'id'> | undefined): KeyRefusal {
  const which = key === undefined ? 'a key' : `the key "${key.id}"`;
  const reason = `Account "${name}" has ${which} already: replace that one, or choose another label`;
  return refuseKey('account_has_key', reason);
}

function newAccount({ now, newId }: ChooseAccountDeps, { userId, exchange, mode, label }: ChooseAccount): Account {
  return { id: newId('acc'), userId, exchange, mode, name: label, settings: {}, createdAt: now() };
}

function differs(account: Account, { exchange, mode, accountId }: ChooseAccount): KeyRefusal {
  const is = `Account "${account.name}" is on exchange "${account.exchange}" in mode "${account.mode}"`;
  const wanted = `the key is for "${exchange}" in mode "${mode}"`;
  if (accountId !== undefined) return refuseKey('account_differs', `${is}, ${wanted}`);
  return refuseKey('account_name_taken', `${is}, ${wanted}: choose another label`);
}
