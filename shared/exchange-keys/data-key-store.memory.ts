import type { WrappedDataKey } from './data-key.ts';
import type { DataKeyStore, OwnersNote } from './data-key-store.ts';

export type MemoryDataKeyStore = DataKeyStore & { readonly notes: OwnersNote[] };

export function memoryDataKeyStore(): MemoryDataKeyStore {
  const kept = new Map<number, WrappedDataKey>();
  const notes: OwnersNote[] = [];
  return {
    notes,
    list: async () => [...kept.values()].sort((a, b) => a.version - b.version),
    async add(next, note) {
      if (kept.has(next.version)) return false;
      for (const [version, key] of kept)
        if (version < next.version && key.retiredAt === undefined)
          kept.set(version, { ...key, retiredAt: next.createdAt });
      kept.set(next.version, next);
      if (note !== undefined) notes.push(note);
      return true;
    },
    async rewrap(changes, note) {
      const found = changes.map(({ from, to }) => {
        const key = kept.get(to.version);
        return key?.masterFingerprint === from ? { ...key, ...to } : undefined;
      });
      if (found.includes(undefined)) return false;
      for (const key of found) if (key !== undefined) kept.set(key.version, key);
      notes.push(note);
      return true;
    },
  };
}
