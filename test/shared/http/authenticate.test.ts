import { beforeEach, describe, expect, it } from 'vitest';
import { type Authenticate, authenticator, FAILURES } from '../../../shared/http/authenticate.ts';
import { digestToken } from '../../../shared/ids/secret-token.ts';
import { memoryLimiter } from '../../../shared/rate-limits/limiter.memory.ts';
import type { ApiToken } from '../../../shared/users/api-token.ts';
import { memoryApiTokenStore } from '../../../shared/users/api-token-store.memory.ts';
import { type FixedClock, fixedClock, NOW } from '../../support/fixed.ts';

const HOUR_MS = 3_600_000;
const audit = {
  id: 'aud_1',
  userId: 'usr_1',
  actor: 'x',
  action: 'api_token.created',
  subject: '',
  detail: {},
  at: NOW,
} as const;

let now: FixedClock;
let apiTokens: ReturnType<typeof memoryApiTokenStore>;
let authenticate: Authenticate;

beforeEach(async () => {
  now = fixedClock();
  apiTokens = memoryApiTokenStore();
  authenticate = authenticator({ apiTokens, limiter: memoryLimiter(now), now });
  await add('tbt_good', { id: 'tok_1' });
});

async function add(secret: string, more: Partial<ApiToken>): Promise<void> {
  const token = { id: 'tok_2', userId: 'usr_1', name: 'x', hint: 'good', createdAt: NOW, ...more };
  await apiTokens.add(token, digestToken(secret), audit);
}

describe('authenticator()', () => {
  it.each(['Bearer tbt_good', 'bearer tbt_good', ' Bearer  tbt_good '])(
    'knows whose "%s" is',
    async (authorization) => {
      expect(await authenticate(authorization, '203.0.113.7')).toEqual({ userId: 'usr_1', actor: 'tok_1' });
    },
  );

  it.each([undefined, '', 'tbt_good', 'Basic tbt_good', 'Bearer', 'Bearer tbt_bad', 'Bearer tbt_good x'])(
    'refuses %j',
    async (authorization) => {
      await expect(authenticate(authorization, '203.0.113.7')).rejects.toMatchObject({ code: 'unauthorized' });
    },
  );

  it('refuses a token that has expired, from that very instant, and one that was revoked', async () => {
    await add('tbt_brief', { id: 'tok_2', expiresAt: new Date(NOW.getTime() + HOUR_MS) });
    now.advance(HOUR_MS - 1);
    expect(await authenticate('Bearer tbt_brief', 'a')).toMatchObject({ actor: 'tok_2' });
    now.advance(1);
    await expect(authenticate('Bearer tbt_brief', 'a')).rejects.toMatchObject({ code: 'unauthorized' });
    await apiTokens.revoke('usr_1', 'tok_1', now(), audit);
    await expect(authenticate('Bearer tbt_good', 'a')).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('notes the use of a token once a minute at most', async () => {
    const usedAt = async () => (await apiTokens.list('usr_1', { limit: 1 })).items[0]?.lastUsedAt;
    await authenticate('Bearer tbt_good', 'a');
    now.advance(59_999);
    await authenticate('Bearer tbt_good', 'a');
    expect(await usedAt()).toEqual(NOW);
    now.advance(1);
    await authenticate('Bearer tbt_good', 'a');
    expect(await usedAt()).toEqual(now());
  });

  it('turns an address away that brings too many wrong tokens, and no other, until the window is over', async () => {
    for (let n = 0; n < FAILURES.limit; n += 1)
      await expect(authenticate(`Bearer tbt_${n}`, 'a')).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(authenticate('Bearer tbt_good', 'a')).rejects.toMatchObject({
      code: 'too_many_requests',
      details: { retryAfterSeconds: FAILURES.windowSeconds },
    });
    expect(await authenticate('Bearer tbt_good', 'b')).toMatchObject({ actor: 'tok_1' });
    now.advance(FAILURES.windowSeconds * 1_000);
    expect(await authenticate('Bearer tbt_good', 'a')).toMatchObject({ actor: 'tok_1' });
  });

  it('does not let somebody lock out the owner behind the same address', async () => {
    await authenticate('Bearer tbt_good', 'a');
    for (let n = 0; n < FAILURES.limit * 2; n += 1) await authenticate(`Bearer tbt_${n}`, 'a').catch(() => undefined);
    await expect(authenticate('Bearer tbt_bad', 'a')).rejects.toMatchObject({ code: 'too_many_requests' });
    expect(await authenticate('Bearer tbt_good', 'a')).toMatchObject({ actor: 'tok_1' });
  });
});
