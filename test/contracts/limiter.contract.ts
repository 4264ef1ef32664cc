import { expect, it } from 'vitest';
import type { Limiter } from '../../shared/rate-limits/limiter.ts';

/** What every limiter must do. `newKey` keeps tests out of each other's way. */
export function limiterContract(makeLimiter: () => Limiter, newKey: () => string): void {
  const limit = { limit: 3, windowSeconds: 60 };

  it('allows as many as the limit, and says how long to wait after that', async () => {
    const limiter = makeLimiter();
    const key = newKey();
    for (let n = 0; n < limit.limit; n += 1) expect(await limiter.count(key, limit)).toMatchObject({ isAllowed: true });
    const refused = await limiter.count(key, limit);
    expect(refused.isAllowed).toBe(false);
    expect(refused.retryAfterSeconds).toBeGreaterThan(0);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(limit.windowSeconds);
  });

  it('tells without counting whether one more would be allowed', async () => {
    const limiter = makeLimiter();
    const key = newKey();
    for (let n = 0; n < 10; n += 1) expect(await limiter.peek(key, limit)).toMatchObject({ isAllowed: true });
    for (let n = 0; n < limit.limit; n += 1) {
      expect(await limiter.peek(key, limit)).toMatchObject({ isAllowed: true });
      await limiter.count(key, limit);
    }
    expect(await limiter.peek(key, limit)).toMatchObject({ isAllowed: false });
  });

  it('counts each key for itself', async () => {
    const limiter = makeLimiter();
    const key = newKey();
    for (let n = 0; n < 5; n += 1) await limiter.count(key, limit);
    expect(await limiter.count(newKey(), limit)).toMatchObject({ isAllowed: true });
  });

  it('counts calls at the same moment one by one', async () => {
    const limiter = makeLimiter();
    const key = newKey();
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => limiter.count(key, limit)));
    expect(verdicts.filter((verdict) => verdict.isAllowed)).toHaveLength(limit.limit);
  });
}
