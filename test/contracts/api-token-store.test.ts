import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../shared/audit/audit.ts';
import type { ApiToken } from '../../shared/users/api-token.ts';
import { memoryApiTokenStore } from '../../shared/users/api-token-store.memory.ts';
import { pgApiTokenStore } from '../../shared/users/api-token-store.pg.ts';
import type { ApiTokenStore } from '../../shared/users/api-token-store.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';

const later = (ms: number) => new Date(NOW.getTime() + ms);
const token = (more: Partial<ApiToken> = {}): ApiToken => ({
  id: 'tok_1',
  userId: 'usr_1',
  name: 'laptop',
  hint: 'abcd',
  createdAt: NOW,
  ...more,
});

let database: TestDatabase;
let audits = 0;
const audit = (action: AuditEntry['action'] = 'api_token.created'): AuditEntry => {
  audits += 1;
  return { id: `aud_${audits}`, userId: 'usr_1', actor: 'tok_1', action, subject: 'tok_1', detail: {}, at: NOW };
};

beforeAll(async () => {
  database = await testDatabase('api_token_store');
  await insertTrader(database.pool, { id: '1', hookToken: 'one' });
});
afterAll(() => database.close());

describe.each([
  { adapter: 'memoryApiTokenStore()', make: async (): Promise<ApiTokenStore> => memoryApiTokenStore() },
  {
    adapter: 'pgApiTokenStore()',
    make: async (): Promise<ApiTokenStore> => {
      await database.pool.query('truncate api_tokens, audit');
      return pgApiTokenStore(database.pool);
    },
  },
])('$adapter', ({ make }) => {
  let apiTokens: ApiTokenStore;
  beforeEach(async () => {
    apiTokens = await make();
  });

  it('finds a token by its digest until it expires', async () => {
    const kept = token({ expiresAt: later(1_000) });
    await apiTokens.add(kept, 'digest', audit());
    expect(await apiTokens.findActive('digest', later(999))).toEqual(kept);
    expect(await apiTokens.findActive('digest', later(1_000))).toBeUndefined();
    expect(await apiTokens.findActive('other', NOW)).toBeUndefined();
  });

  it('finds a revoked token no more, and revokes it once', async () => {
    await apiTokens.add(token(), 'digest', audit());
    expect(await apiTokens.revoke('usr_2', 'tok_1', NOW, audit('api_token.revoked'))).toBeUndefined();
    expect(await apiTokens.findActive('digest', NOW)).toBeDefined();
    expect(await apiTokens.revoke('usr_1', 'tok_1', later(1), audit('api_token.revoked'))).toMatchObject({
      revokedAt: later(1),
    });
    expect(await apiTokens.revoke('usr_1', 'tok_1', later(2), audit('api_token.revoked'))).toMatchObject({
      revokedAt: later(1),
    });
    expect(await apiTokens.findActive('digest', NOW)).toBeUndefined();
  });

  it('remembers when a token was last used, and lists newest first', async () => {
    await apiTokens.add(token(), 'one', audit());
    await apiTokens.add(token({ id: 'tok_2', name: 'phone' }), 'two', audit());
    await apiTokens.touch('tok_1', later(5));
    const page = await apiTokens.list('usr_1', { limit: 1 });
    expect(page).toMatchObject({ items: [{ id: 'tok_2' }], nextCursor: 'tok_2' });
    expect(await apiTokens.list('usr_1', { limit: 1, cursor: 'tok_2' })).toEqual({
      items: [token({ lastUsedAt: later(5) })],
    });
    expect((await apiTokens.list('usr_2', { limit: 9 })).items).toEqual([]);
  });
});
