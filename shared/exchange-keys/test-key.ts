import type { ExchangeKey } from './exchange-key.ts';
import type { InspectedKey } from './inspect-key.ts';
import { testOf } from './judge-key.ts';
import type { ReplaceKeyDeps } from './replace-key.ts';
import type { TestedKey } from './store.ts';

export type TestKey = { userId: string; actor: string; id: string };

/**
 * Asks the exchange again what the key may do, and keeps the answer. A key that is refused now opens nothing new; what is
 * held can still be closed with it. @returns undefined when the user has no such key
 */
export async function testKey(deps: ReplaceKeyDeps, { userId, actor, id }: TestKey): Promise<ExchangeKey | undefined> {
  const key = await deps.exchangeKeys.find(userId, id);
  const secret = await deps.exchangeKeys.findSecret(userId, id);
  if (key === undefined || secret === undefined) return undefined;
  const credentials = await deps.vault.unseal(key, secret);
  const inspected = await deps.keyInspector.inspect(credentials, key.mode);
  const found = foundIn(inspected, deps.now());
  const { apiKeyDigest } = secret;
  return deps.exchangeKeys.noteTest(
    userId,
    id,
    { ...found, apiKeyDigest },
    {
      ...{ id: deps.newId('aud'), userId, actor, action: 'exchange_key.tested', subject: id },
      detail: { ...found.result },
      at: found.at,
    },
  );
}

/** An exchange that was not reached has said nothing, so that neither clears nor condemns a key. */
function foundIn(inspected: InspectedKey, at: Date): TestedKey {
  const result = testOf(inspected);
  const learned = 'problem' in inspected ? {} : { permissions: inspected.permissions, uid: inspected.uid };
  switch (result.outcome) {
    case 'passed':
      return { at, result, ...learned, status: 'active' };
    case 'refused':
      return { at, result, ...learned, status: 'refused' };
    case 'unknown':
      return { at, result };
  }
}
