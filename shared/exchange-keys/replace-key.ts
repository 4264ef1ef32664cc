import type { ExchangeCredentials } from '../exchanges/binance/clear-key.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import type { Concealed } from './concealed.ts';
import { marksOf } from './credentials.ts';
import type { ExchangeKey } from './exchange-key.ts';
import type { KeyInspector } from './inspect-key.ts';
import { goodKeyOrRefusal, type KeyRefusal, keyKnown, walletClash } from './key-refusal.ts';
import type { ExchangeKeyStore } from './store.ts';
import type { Vault } from './vault.ts';
import { isClash } from './wallet.ts';

export type ReplaceKeyDeps = {
  exchangeKeys: ExchangeKeyStore;
  vault: Vault;
  keyInspector: KeyInspector;
  now: Clock;
  newId: NewId;
};

export type ReplaceKey = {
  userId: string;
  actor: string;
  id: string;
  label?: string;
  credentials: Concealed<ExchangeCredentials>;
};

export type ReplacedKey = { outcome: 'replaced'; key: ExchangeKey } | { outcome: 'not_found' } | KeyRefusal;

/**
 * Puts another key of the same exchange account in the place of the one before, of which nothing remains. A key that would be
 * refused changes nothing.
 */
export async function replaceKey(deps: ReplaceKeyDeps, input: ReplaceKey): Promise<ReplacedKey> {
  const { userId, actor, id, label, credentials } = input;
  const current = await deps.exchangeKeys.find(userId, id);
  if (current === undefined) return { outcome: 'not_found' };
  const sealed = await deps.vault.seal(current, credentials);
  const found = goodKeyOrRefusal(await deps.keyInspector.inspect(credentials, current.mode));
  if ('outcome' in found) return found;
  const { permissions, uid } = found;
  const { apiKeyDigest, kind, apiKeyHint } = marksOf(credentials);
  const at = deps.now();
  const replaced = await deps.exchangeKeys.replace(
    userId,
    id,
    {
      secret: { ...sealed, apiKeyDigest },
      uid,
      fields: { kind, apiKeyHint, permissions, lastTestedAt: at, ...(label === undefined ? {} : { label }) },
    },
    {
      ...{ id: deps.newId('aud'), userId, actor, action: 'exchange_key.replaced', subject: id, at },
      detail: { accountId: current.accountId, kind, apiKeyHint, before: current.apiKeyHint },
    },
  );
  if (isClash(replaced)) return walletClash(replaced, uid);
  if (replaced === 'not_found') return { outcome: 'not_found' };
  return replaced === 'key_known' ? keyKnown() : { outcome: 'replaced', key: replaced };
}
