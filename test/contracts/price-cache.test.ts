import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryPriceCache } from '../../shared/exchanges/price-cache.memory.ts';
import { redisPriceCache } from '../../shared/exchanges/price-cache.redis.ts';
import type { PriceCache, PriceKey } from '../../shared/exchanges/price-cache.ts';
import { type Log, silentLog } from '../../shared/log/logger.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { createRedis, reachRedis } from '../../shared/redis/client.redis.ts';
import { NOW } from '../support/fixed.ts';
import { freePort } from '../support/free-port.ts';
import { testRedisUrl } from '../support/redis.ts';

const newKey = (): PriceKey => ({ network: `test-${randomUUID()}`, market: 'spot', symbol: 'SHIBUSDT' });
const seen = (price: string, afterMs = 0) => ({
  price: decimal(price),
  seenAt: new Date(NOW.getTime() + afterMs),
});
const book = {
  ...{ bid: decimal('0.00001234'), bidQuantity: decimal('5000000000'), ask: decimal('0.00001235') },
  ...{ askQuantity: decimal('0.1'), seenAt: NOW },
};

function priceCacheContract(make: () => PriceCache): void {
  it('finds what was kept, exactly, and nothing else', async () => {
    const cache = make();
    const key = newKey();
    await cache.keep('last', key, seen('0.00001234'));
    await cache.keep('book', key, book);
    expect(await cache.find('last', key)).toEqual(seen('0.00001234'));
    expect(await cache.find('book', key)).toEqual(book);
    for (const other of [newKey(), { ...key, market: 'usdm' as const }, { ...key, symbol: 'BTCUSDT' }])
      expect(await cache.find('last', other)).toBeUndefined();
  });

  it('keeps what was seen last, whoever comes last', async () => {
    const cache = make();
    const key = newKey();
    await cache.keep('last', key, seen('2', 1_000));
    await cache.keep('last', key, seen('1'));
    expect(await cache.find('last', key)).toEqual(seen('2', 1_000));
    await cache.keep('last', key, seen('3', 2_000));
    expect(await cache.find('last', key)).toEqual(seen('3', 2_000));
  });
}

describe('memoryPriceCache()', () => priceCacheContract(memoryPriceCache));

describe('redisPriceCache()', () => {
  let redis: Redis;
  const cacheOf = (log: Log = silentLog) => redisPriceCache(redis, { log });
  beforeAll(async () => {
    redis = createRedis({ url: testRedisUrl(), name: 'test', log: silentLog });
    await reachRedis(redis);
  });
  afterAll(() => redis.disconnect());

  priceCacheContract(cacheOf);

  it('is known to another process too', async () => {
    const key = newKey();
    await cacheOf().keep('last', key, seen('5'));
    expect(await cacheOf().find('last', key)).toEqual(seen('5'));
  });

  it('finds nothing in what it cannot read', async () => {
    const key = newKey();
    await redis.hset(`tradingbot:price:last:${key.network}:spot:SHIBUSDT`, { at: '1', seen: '{"price":"NaN"}' });
    expect(await cacheOf().find('last', key)).toBeUndefined();
  });

  it('still knows what it has seen itself when Redis is away, and says so once', async () => {
    const warnings: unknown[] = [];
    const log: Log = { ...silentLog, warn: (message) => void warnings.push(message) };
    const gone = createRedis({ url: `redis://127.0.0.1:${await freePort()}`, name: 'test', log: silentLog });
    const cache = redisPriceCache(gone, { log });
    const key = newKey();
    await cache.keep('last', key, seen('5'));
    expect(await cache.find('last', key)).toEqual(seen('5'));
    expect(warnings).toHaveLength(1);
    gone.disconnect();
  });
});
