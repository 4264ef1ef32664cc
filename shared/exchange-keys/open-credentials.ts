import type { Account } from '../accounts/account.ts';
import { AppError } from '../errors/app-error.ts';
import type { ExchangeCredentials } from '../exchanges/binance/clear-key.ts';
import type { Concealed } from './concealed.ts';
import type { ExchangeKeyStore } from './store.ts';
import type { Vault } from './vault.ts';

export type OpenCredentialsDeps = { exchangeKeys: ExchangeKeyStore; vault: Vault };

/**
 * The one way by which credentials leave this room, for whoever signs requests to the exchange; imported where doors are
 * wired and nowhere else (`test/shared/architecture.test.ts`). Ask for each batch of work anew: a key may be replaced.
 * A key of status `refused` is given too, because what is held must be closed with it.
 * @throws AppError `exchange_unavailable` when the account has no key, `secret_unreadable`, `encryption_not_configured`
 */
export async function openCredentials(
  { exchangeKeys, vault }: OpenCredentialsDeps,
  account: Pick<Account, 'id' | 'userId' | 'name' | 'exchange' | 'mode'>,
): Promise<Concealed<ExchangeCredentials>> {
  const key = await exchangeKeys.findOfAccount(account.userId, account.id);
  const secret = key && (await exchangeKeys.findSecret(account.userId, key.id));
  if (key === undefined || secret === undefined || key.mode !== account.mode || key.exchange !== account.exchange)
    throw new AppError(
      'exchange_unavailable',
      `Cannot trade on account "${account.name}": it has no key for exchange "${account.exchange}" in mode "${account.mode}"`,
      { retryable: false },
    );
  return vault.unseal(key, secret);
}
