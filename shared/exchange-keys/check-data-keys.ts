import { AppError } from '../errors/app-error.ts';
import { unwrapDataKey, type WrappedDataKey } from './data-key.ts';
import type { DataKeyStore } from './data-key-store.ts';
import type { MasterKeys } from './master-key.ts';

export type CheckDataKeysDeps = { dataKeys: DataKeyStore; masterKeys: MasterKeys | undefined };

/**
 * Whether what is kept can be opened with the master key that is set, a problem a line: better told at a start than by the
 * first order that cannot be signed.
 */
export async function checkDataKeys({ dataKeys, masterKeys }: CheckDataKeysDeps): Promise<string[]> {
  const kept = await dataKeys.list();
  if (masterKeys !== undefined) return kept.flatMap((key) => problemOf(key, masterKeys));
  return kept.length === 0 ? [] : ['ENCRYPTION_KEY is not set, so that no exchange key which is kept can be used'];
}

function problemOf(key: WrappedDataKey, masterKeys: MasterKeys): string[] {
  try {
    unwrapDataKey(key, masterKeys);
    return [];
  } catch (error) {
    if (error instanceof AppError && error.code === 'secret_unreadable') return [error.message];
    throw error;
  }
}
