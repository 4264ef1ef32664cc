import type { Mode } from '../accounts/mode.ts';
import type { ExchangeKeyStore } from './store.ts';

/** Whether something new may be traded on an account: it has a key of that mode, and the last test did not refuse it. */
export async function hasActiveKey(
  { exchangeKeys }: { exchangeKeys: ExchangeKeyStore },
  { userId, accountId, mode }: { userId: string; accountId: string; mode: Mode },
): Promise<boolean> {
  const key = await exchangeKeys.findOfAccount(userId, accountId);
  return key?.mode === mode && key.status === 'active';
}
