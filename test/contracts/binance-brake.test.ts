import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryBrake } from '../../shared/exchanges/binance/brake.memory.ts';
import { redisBrake } from '../../shared/exchanges/binance/brake.redis.ts';
import { type Log, silentLog } from '../../shared/log/logger.ts';
import { createRedis, reachRedis } from '../../shared/redis/client.redis.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { fixedClock } from '../support/fixed.ts';
import { freePort } from '../support/free-port.ts';
import { testRedisUrl } from '../support/redis.ts';
import { brakeContract } from './exchange-brake.contract.ts';

const newKey = (): string => `test:${randomUUID()}`;

describe('memoryBrake()', () => {
  brakeContract(() => memoryBrake(fixedClock()), newKey);

  it('lets go when the time is over', async () => {
    const now = fixedClock();
    const brake = memoryBrake(now);
    await brake.hold('a', 1_000);
    now.advance(999);
    expect(await brake.heldFor(['a'])).toBe(1);
    now.advance(1);
    expect(await brake.heldFor(['a'])).toBe(0);
  });
});

describe('redisBrake()', () => {
  let redis: Redis;
  const brakeOf = (log: Log = silentLog) => redisBrake(redis, { log, now: systemClock });
  beforeAll(async () => {
    redis = createRedis({ url: testRedisUrl(), name: 'test', log: silentLog });
    await reachRedis(redis);
  });
  afterAll(() => redis.disconnect());

  brakeContract(brakeOf, newKey);

  it('holds for another process too', async () => {
    const key = newKey();
    await brakeOf().hold(key, 30_000);
    expect(await brakeOf().heldFor([key])).toBeGreaterThan(25_000);
  });

  it('lets go when the time is over', async () => {
    const key = newKey();
    await brakeOf().hold(key, 100);
    expect(await brakeOf().heldFor([key])).toBeGreaterThan(0);
    await sleep(150);
    expect(await brakeOf().heldFor([key])).toBe(0);
  });

  it('still holds in its own process when Redis is away, and says so once', async () => {
    const warnings: unknown[] = [];
    const log: Log = { ...silentLog, warn: (message) => void warnings.push(message) };
    const gone = createRedis({ url: `redis://127.0.0.1:${await freePort()}`, name: 'test', log: silentLog });
    const brake = redisBrake(gone, { log, now: fixedClock() });
    await brake.hold('a', 30_000);
    expect(await brake.heldFor(['a'])).toBe(30_000);
    expect(await brake.heldFor(['b'])).toBe(0);
    expect(warnings).toHaveLength(1);
    gone.disconnect();
  });
});
