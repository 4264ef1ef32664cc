import type { Log } from '../../log/logger.ts';
import type { Redis } from '../../redis/client.redis.ts';
import type { Clock } from '../../time/clock.ts';
import { memoryPriceCache } from '../price-cache.memory.ts';
import { redisPriceCache } from '../price-cache.redis.ts';
import { memoryBrake } from './brake.memory.ts';
import { redisBrake } from './brake.redis.ts';
import type { OpenBinanceDeps } from './open-binance.http.ts';

type Known = Pick<OpenBinanceDeps, 'brake' | 'prices'>;

/** What all processes know of the exchange together, where there is a Redis, and each for itself where there is none. */
export function knownTogether(
  redis: Redis | undefined,
  { maxAgeMs, log, now }: { maxAgeMs: number; log: Log; now: Clock },
): Known {
  if (redis === undefined) return { brake: memoryBrake(now), prices: { cache: memoryPriceCache(), maxAgeMs } };
  return { brake: redisBrake(redis, { log, now }), prices: { cache: redisPriceCache(redis, { log }), maxAgeMs } };
}
