import type { Account } from '../accounts/account.ts';
import type { ExchangeCredentials } from '../exchanges/binance/clear-key.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import { accountHasKey, type ChooseAccount, type ChooseAccountDeps, chooseAccount } from './choose-account.ts';
import type { Concealed } from './concealed.ts';
import { marksOf } from './credentials.ts';
import type { ExchangeKey } from './exchange-key.ts';
import type { KeyInspector } from './inspect-key.ts';
import { goodKeyOrRefusal, type KeyRefusal, keyKnown, refuseKey, walletClash } from './key-refusal.ts';
import type { Vault } from './vault.ts';
import { isClash } from './wallet.ts';

export type AddKeyDeps = ChooseAccountDeps & { vault: Vault; keyInspector: KeyInspector; now: Clock; newId: NewId };
export type AddKey = ChooseAccount & { actor: string; credentials: Concealed<ExchangeCredentials> };
export type AddedExchangeKey = { outcome: 'added'; key: ExchangeKey } | KeyRefusal;

/**
 * Keeps a key, sealed, once the exchange has said that it may trade and may not withdraw. Makes its account or takes one
 * that has none.
 * @throws AppError `encryption_not_configured`
 */
export async function addKey(deps: AddKeyDeps, input: AddKey): Promise<AddedExchangeKey> {
  const { userId, exchange, mode, credentials } = input;
  const chosen = await chooseAccount(deps, input);
  if ('outcome' in chosen) return chosen;
  const { account, isNew } = chosen;
  const sealed = await deps.vault.seal({ userId, accountId: account.id, exchange, mode }, credentials);
  const found = goodKeyOrRefusal(await deps.keyInspector.inspect(credentials, mode));
  if ('outcome' in found) return found;
  const { permissions, uid } = found;
  const { apiKeyDigest, ...marks } = marksOf(credentials);
  const at = deps.now();
  const key: ExchangeKey = {
    ...{ id: deps.newId('key'), userId, accountId: account.id, exchange, mode, label: input.label },
    ...{ ...marks, status: 'active', permissions, createdAt: at, lastTestedAt: at, lastTest: { outcome: 'passed' } },
  };
  const added = await deps.exchangeKeys.add(
    { key, secret: { ...sealed, apiKeyDigest }, newAccount: isNew ? account : undefined, uid },
    { id: deps.newId('aud'), userId, actor: input.actor, action: 'exchange_key.added', ...told(key) },
  );
  if (isClash(added)) return walletClash(added, uid);
  return added === 'added' ? { outcome: 'added', key } : refuseAdded(added, account);
}

function told({ id, accountId, exchange, mode, label, kind, apiKeyHint, createdAt }: ExchangeKey) {
  return { subject: id, detail: { accountId, exchange, mode, label, kind, apiKeyHint }, at: createdAt };
}

/** Somebody was first between our look and the unique index. */
function refuseAdded(added: 'account_has_key' | 'key_known' | 'account_name_taken', account: Account): KeyRefusal {
  switch (added) {
    case 'account_has_key':
      return accountHasKey(account, undefined);
    case 'key_known':
      return keyKnown();
    case 'account_name_taken':
      return refuseKey(added, `There is an account named "${account.name}" already: choose another label`);
  }
}
