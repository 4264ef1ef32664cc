import type { Clock } from '../time/clock.ts';
import { type DataKey, newDataKey, wrapDataKey } from './data-key.ts';
import type { DataKeyStore } from './data-key-store.ts';
import type { KeyRing } from './key-ring.ts';
import type { MasterKeys } from './master-key.ts';
import type { ExchangeKeyStore, KeptSecret } from './store.ts';
import { openVault, type SealedCredentials } from './vault.ts';

export type RotateDataKeyDeps = {
  dataKeys: DataKeyStore;
  exchangeKeys: ExchangeKeyStore;
  ring: KeyRing;
  masterKeys: MasterKeys;
  now: Clock;
};

/** `failed` names the keys that cannot be opened; `left` counts those that have an older seal still. */
export type RotatedDataKey = { version: number; isResumed: boolean; resealed: number; failed: string[]; left: number };

const BATCH = 50;
const BEFORE_FIRST = '';

/**
 * Makes a new data key and seals all that is kept with it, a bounded batch at a time. Where an earlier rotation was cut short
 * it goes on with that one, so that asking again is how to finish. What is not sealed anew yet is opened with its old key.
 * @throws AppError `secret_unreadable` when the current data key cannot be opened
 */
export async function rotateDataKey(deps: RotateDataKeyDeps, { actor }: { actor: string }): Promise<RotatedDataKey> {
  const current = await deps.ring.current();
  const leftOver = await resealAll(deps, current);
  if (leftOver.resealed > 0) return { ...leftOver, isResumed: true };
  return { ...(await resealAll(deps, await makeNext(deps, current.version, actor))), isResumed: false };
}

async function resealAll(
  { exchangeKeys, ring }: RotateDataKeyDeps,
  target: DataKey,
): Promise<Omit<RotatedDataKey, 'isResumed'>> {
  const { version } = target;
  const vault = openVault({ current: async () => target, of: ring.of });
  const reseal = async ({ place, ...kept }: KeptSecret): Promise<SealedCredentials> =>
    vault.seal(place, await vault.unseal(place, kept));
  const failed: string[] = [];
  let resealed = 0;
  for (let afterId: string | undefined = BEFORE_FIRST; afterId !== undefined; ) {
    const batch = await exchangeKeys.reseal({ version, afterId, limit: BATCH }, reseal);
    resealed += batch.resealed;
    failed.push(...batch.failed);
    afterId = batch.lastId;
  }
  return { version, resealed, failed, left: await exchangeKeys.countOlder(version) };
}

/** Somebody who makes the same version at the same moment has done what we were about to do. */
async function makeNext(
  { dataKeys, ring, masterKeys, now }: RotateDataKeyDeps,
  before: number,
  actor: string,
): Promise<DataKey> {
  const at = now();
  const key = newDataKey(before + 1);
  const subject = `data key ${key.version}`;
  const note = { actor, action: 'encryption.data_key_rotated', subject, detail: { before }, at } as const;
  await dataKeys.add({ ...wrapDataKey(key, masterKeys.current), createdAt: at }, note);
  return ring.current();
}
