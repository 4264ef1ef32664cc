import type { AuditEntry } from '../audit/audit.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { ApiToken } from './api-token.ts';
import type { ApiTokenStore } from './api-token-store.ts';

export function memoryApiTokenStore(): ApiTokenStore & { readonly audit: AuditEntry[] } {
  const kept = new Map<string, { token: ApiToken; digest: string }>();
  const audit: AuditEntry[] = [];
  return {
    audit,
    async findActive(digest, now) {
      const token = [...kept.values()].find((one) => one.digest === digest)?.token;
      if (token === undefined || token.revokedAt !== undefined) return undefined;
      return token.expiresAt !== undefined && token.expiresAt <= now ? undefined : token;
    },
    async touch(id, at) {
      const one = kept.get(id);
      if (one !== undefined) one.token = { ...one.token, lastUsedAt: at };
    },
    async list(userId, { limit, cursor = BEFORE_FIRST }) {
      const tokens = [...kept.values()]
        .map((one) => one.token)
        .filter((one) => one.userId === userId && one.id < cursor);
      return cutPage(
        tokens.sort((a, b) => (a.id < b.id ? 1 : -1)),
        limit,
      );
    },
    async add(token, digest, entry) {
      kept.set(token.id, { token, digest });
      audit.push(entry);
    },
    async revoke(userId, id, at, entry) {
      const one = kept.get(id);
      if (one === undefined || one.token.userId !== userId) return undefined;
      if (one.token.revokedAt !== undefined) return one.token;
      one.token = { ...one.token, revokedAt: at };
      audit.push(entry);
      return one.token;
    },
  };
}
