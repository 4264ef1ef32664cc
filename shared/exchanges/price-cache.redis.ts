import type { Redis } from 'ioredis';
import * as z from 'zod';
import type { Log } from '../log/logger.ts';
import { decimal, parseDecimal } from '../money/decimal.ts';
import { attemptRedis } from '../redis/attempt.redis.ts';
import { memoryPriceCache, nameOf } from './price-cache.memory.ts';
import type { PriceCache, PriceKey, PriceKind, SeenPrices } from './price-cache.ts';

const PREFIX = 'tradingbot:price:';
/** Longer than anybody takes it for a price. */
const KEEP_MS = 60_000;

/** The later one stays, whichever process comes last. */
const KEEP_SCRIPT = `
local before = redis.call('hget', KEYS[1], 'at')
if before and tonumber(before) > tonumber(ARGV[1]) then return 0 end
redis.call('hset', KEYS[1], 'at', ARGV[1], 'seen', ARGV[2])
redis.call('pexpire', KEYS[1], ARGV[3])
return 1`;

const amount = z
  .string()
  .refine((text) => parseDecimal(text) !== undefined)
  .transform(decimal);
const seenAt = z.iso.datetime().transform((text) => new Date(text));
const schemas: { [Kind in PriceKind]: z.ZodType<SeenPrices[Kind]> } = {
  last: z.object({ price: amount, seenAt }),
  book: z.object({ bid: amount, bidQuantity: amount, ask: amount, askQuantity: amount, seenAt }),
};

/** For all processes together. With Redis away each knows what it has seen itself. */
export function redisPriceCache(redis: Redis, { log }: { log: Log }): PriceCache {
  const own = memoryPriceCache();
  const attempt = attemptRedis(redis, { log, consequence: 'Prices are shared with nobody' });
  return {
    async find(kind, key) {
      const text = await attempt(() => redis.hget(keyOf(kind, key), 'seen'));
      return (text && read(kind, text)) || own.find(kind, key);
    },
    async keep(kind, key, seen) {
      await own.keep(kind, key, seen);
      const at = seen.seenAt.getTime();
      await attempt(() => redis.eval(KEEP_SCRIPT, 1, keyOf(kind, key), at, JSON.stringify(seen), KEEP_MS));
    },
  };
}

const keyOf = (kind: PriceKind, key: PriceKey): string => `${PREFIX}${kind}:${nameOf(key)}`;

function read<Kind extends PriceKind>(kind: Kind, text: string): SeenPrices[Kind] | undefined {
  try {
    return schemas[kind].safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
