import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../time/clock.ts';
import { type DataKey, newDataKey, unwrapDataKey, type WrappedDataKey, wrapDataKey } from './data-key.ts';
import type { DataKeyStore } from './data-key-store.ts';
import type { MasterKeys } from './master-key.ts';

export type KeyRingDeps = { dataKeys: DataKeyStore; masterKeys: MasterKeys; now: Clock };

/** The data keys in the clear, each unwrapped once per process. */
export type KeyRing = {
  /** The key to seal with, asked for each time because another process may have rotated it. Makes the first one. */
  current(): Promise<DataKey>;
  /** @throws AppError `secret_unreadable` for a version that is not there or cannot be unwrapped */
  of(version: number): Promise<DataKey>;
};

export function keyRing({ dataKeys, masterKeys, now }: KeyRingDeps): KeyRing {
  const known = new Map<number, DataKey>();
  const open = (wrapped: WrappedDataKey): DataKey => {
    const key = known.get(wrapped.version) ?? unwrapDataKey(wrapped, masterKeys);
    known.set(key.version, key);
    return key;
  };
  const latest = async (): Promise<DataKey | undefined> => {
    const wrapped = (await dataKeys.list()).at(-1);
    return wrapped && open(wrapped);
  };
  const makeFirst = async (): Promise<DataKey> => {
    const first = newDataKey(1);
    const isKept = await dataKeys.add({ ...wrapDataKey(first, masterKeys.current), createdAt: now() }, undefined);
    const key = isKept ? first : await latest();
    if (key === undefined) throw missing(1);
    known.set(key.version, key);
    return key;
  };
  return {
    current: async () => (await latest()) ?? makeFirst(),
    async of(version) {
      const key = known.get(version);
      if (key !== undefined) return key;
      const wrapped = (await dataKeys.list()).find((one) => one.version === version);
      if (wrapped === undefined) throw missing(version);
      return open(wrapped);
    },
  };
}

function missing(version: number): AppError {
  return new AppError('secret_unreadable', `Cannot open data key ${version}: there is none of that version`);
}
