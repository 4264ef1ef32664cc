import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import type { ExchangeKeyStore, RemovedKey } from './store.ts';

export type DeleteKeyDeps = { exchangeKeys: ExchangeKeyStore; now: Clock; newId: NewId };
export type DeleteKey = { userId: string; actor: string; id: string };

/** Nothing of the key remains but what the audit says. Its account stays, with all that was traded on it. */
export async function deleteKey(deps: DeleteKeyDeps, { userId, actor, id }: DeleteKey): Promise<RemovedKey> {
  const key = await deps.exchangeKeys.find(userId, id);
  if (key === undefined) return { outcome: 'not_found' };
  const { accountId, label, mode, apiKeyHint } = key;
  return deps.exchangeKeys.remove(userId, id, {
    ...{ id: deps.newId('aud'), userId, actor, action: 'exchange_key.deleted', subject: id, at: deps.now() },
    detail: { accountId, label, mode, apiKeyHint },
  });
}
