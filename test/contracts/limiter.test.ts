import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../shared/log/logger.ts';
import { memoryLimiter } from '../../shared/rate-limits/limiter.memory.ts';
import { redisLimiter } from '../../shared/rate-limits/limiter.redis.ts';
import { createRedis, reachRedis } from '../../shared/redis/client.redis.ts';
import { fixedClock } from '../support/fixed.ts';
import { freePort } from '../support/free-port.ts';
import { testRedisUrl } from '../support/redis.ts';
import { limiterContract } from './limiter.contract.ts';

const newKey = () => `test:${randomUUID()}`;
const limit = { limit: 1, windowSeconds: 1 };

describe('memoryLimiter()', () => {
  limiterContract(() => memoryLimiter(fixedClock()), newKey);

  it('begins anew when the window is over', async () => {
    const now = fixedClock();
    const limiter = memoryLimiter(now);
    await limiter.count('a', limit);
    expect(await limiter.count('a', limit)).toMatchObject({ isAllowed: false, retryAfterSeconds: 1 });
    now.advance(1_000);
    expect(await limiter.count('a', limit)).toMatchObject({ isAllowed: true });
  });
});

describe('redisLimiter()', () => {
  let redis: Redis;
  beforeAll(async () => {
    redis = createRedis({ url: testRedisUrl(), name: 'test', log: silentLog });
    await reachRedis(redis);
  });
  afterAll(() => redis.disconnect());

  limiterContract(() => redisLimiter(redis, silentLog), newKey);

  it('begins anew when the window is over', async () => {
    const limiter = redisLimiter(redis, silentLog);
    const key = newKey();
    await limiter.count(key, limit);
    expect(await limiter.count(key, limit)).toMatchObject({ isAllowed: false });
    await sleep(1_100);
    expect(await limiter.count(key, limit)).toMatchObject({ isAllowed: true });
  });

  it('allows everything without Redis, soon, says so once, and never throws', async () => {
    const warnings: unknown[] = [];
    const log: Log = { ...silentLog, warn: (message) => void warnings.push(message) };
    const gone = createRedis({ url: `redis://127.0.0.1:${await freePort()}`, name: 'test', log: silentLog });
    const limiter = redisLimiter(gone, log);
    const startedAt = performance.now();
    for (let n = 0; n < 5; n += 1) expect(await limiter.count('a', limit)).toMatchObject({ isAllowed: true });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(warnings).toHaveLength(1);
    gone.disconnect();
  });
});
