import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../time/clock.ts';
import { unwrapDataKey, wrapDataKey } from './data-key.ts';
import type { DataKeyStore } from './data-key-store.ts';
import type { MasterKeys } from './master-key.ts';

export type RotateMasterKeyDeps = { dataKeys: DataKeyStore; masterKeys: MasterKeys; now: Clock };

/** Which master key all data keys are wrapped with now, and how many of them were not before. */
export type RotatedMasterKey = { fingerprint: string; rewrapped: number };

/**
 * Wraps with ENCRYPTION_KEY every data key that ENCRYPTION_KEY_PREVIOUS wrapped, all of them or none. The data keys and what
 * they seal stay as they are, so nothing has to stop meanwhile. Where there is nothing to do it changes nothing.
 * @throws AppError `secret_unreadable` when a data key was wrapped with neither, `conflict` when somebody else did it just now
 */
export async function rotateMasterKey(
  { dataKeys, masterKeys, now }: RotateMasterKeyDeps,
  { actor }: { actor: string },
): Promise<RotatedMasterKey> {
  const { current } = masterKeys;
  const { fingerprint } = current;
  const due = (await dataKeys.list()).filter((one) => one.masterFingerprint !== fingerprint);
  if (due.length === 0) return { fingerprint, rewrapped: 0 };
  const changes = due.map((wrapped) => ({
    from: wrapped.masterFingerprint,
    to: wrapDataKey(unwrapDataKey(wrapped, masterKeys), current),
  }));
  const isKept = await dataKeys.rewrap(changes, {
    ...{ actor, action: 'encryption.master_key_rotated', subject: `master key ${fingerprint}`, at: now() },
    detail: { versions: due.map(({ version }) => version), before: [...new Set(changes.map(({ from }) => from))] },
  });
  if (isKept) return { fingerprint, rewrapped: due.length };
  throw new AppError('conflict', 'Cannot rotate the master key: somebody else did so at the same moment');
}
