import type { AuditEntry } from '../audit/audit.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { StrategyStore } from './store.ts';
import type { Strategy } from './strategy.ts';

type Kept = { strategy: Strategy; digest: string; previousDigest?: string };

export type MemoryStrategyStore = StrategyStore & {
  readonly audit: AuditEntry[];
  readonly kept: Map<string, Kept>;
  /** What keeps a strategy on its account, by its id. */
  readonly holds: Map<string, string[]>;
};

export function memoryStrategyStore(): MemoryStrategyStore {
  const kept = new Map<string, Kept>();
  const audit: AuditEntry[] = [];
  const holds = new Map<string, string[]>();
  const isNameTaken = (strategy: Strategy) =>
    [...kept.values()].some(
      (one) =>
        one.strategy.userId === strategy.userId &&
        one.strategy.id !== strategy.id &&
        one.strategy.name.toLowerCase() === strategy.name.toLowerCase(),
    );
  const find = (userId: string, id: string): Kept | undefined => {
    const one = kept.get(id);
    return one?.strategy.userId === userId ? one : undefined;
  };
  return {
    audit,
    kept,
    holds,
    async list(userId, { limit, cursor = BEFORE_FIRST }) {
      const rows = [...kept.values()]
        .map((one) => one.strategy)
        .filter((one) => one.userId === userId && one.id < cursor);
      return cutPage(
        rows.sort((a, b) => (a.id < b.id ? 1 : -1)),
        limit,
      );
    },
    find: async (userId, id) => find(userId, id)?.strategy,
    async add(strategy, digest, entry) {
      if (isNameTaken(strategy)) return 'name_taken';
      kept.set(strategy.id, { strategy, digest });
      audit.push(entry);
      return 'added';
    },
    async edit(userId, id, change) {
      const current = find(userId, id);
      if (current === undefined) return { outcome: 'not_found' };
      const next = change(current.strategy);
      if (next === undefined) return { outcome: 'edited', strategy: current.strategy };
      if (isNameTaken(next.strategy)) return { outcome: 'name_taken' };
      const held = holds.get(id) ?? [];
      if (held.length > 0 && next.strategy.accountId !== current.strategy.accountId)
        return { outcome: 'busy', holds: held };
      const token = next.hookToken;
      const digests =
        token === undefined ? current : { digest: token.digest, ...previous(current, token.previousExpiresAt) };
      kept.set(id, { ...digests, strategy: next.strategy });
      audit.push(next.audit);
      return { outcome: 'edited', strategy: next.strategy };
    },
  };
}

function previous(current: Kept, expiresAt: Date | undefined): { previousDigest?: string } {
  return expiresAt === undefined ? {} : { previousDigest: current.digest };
}
