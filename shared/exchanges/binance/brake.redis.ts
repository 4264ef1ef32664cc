import type { Redis } from 'ioredis';
import type { Log } from '../../log/logger.ts';
import { reachRedis } from '../../redis/client.redis.ts';
import { memoryBrake } from './brake.memory.ts';
import type { ExchangeBrake } from './brake.ts';

const PREFIX = 'tradingbot:brake:';

/** A hold is a key that lives as long as it. Compared and set in one step, so that a shorter one never ends a longer one. */
const HOLD_SCRIPT = `
if redis.call('pttl', KEYS[1]) < tonumber(ARGV[1]) then redis.call('set', KEYS[1], '1', 'px', ARGV[1]) end
return 1`;

/**
 * For all processes together. What this process was told itself it remembers by itself too: with Redis away it still keeps
 * to that, and only what others were told is not known.
 */
export function redisBrake(redis: Redis, { log, now }: { log: Log; now: () => Date }): ExchangeBrake {
  const own = memoryBrake(now);
  let isLost = false;
  const orElse = async <Result>(ask: () => Promise<Result>, instead: Result): Promise<Result> => {
    try {
      await reachRedis(redis);
      const result = await ask();
      isLost = false;
      return result;
    } catch (error) {
      if (!isLost) log.warn('Brakes hold in this process only: Redis cannot be asked', { reason: String(error) });
      isLost = true;
      return instead;
    }
  };
  return {
    async heldFor(keys) {
      const ownMs = await own.heldFor(keys);
      const sharedMs = await orElse(async () => {
        const left = await Promise.all(keys.map((key) => redis.pttl(PREFIX + key)));
        return Math.max(0, ...left);
      }, 0);
      return Math.max(ownMs, sharedMs);
    },
    async hold(key, forMs) {
      await own.hold(key, forMs);
      await orElse(() => redis.eval(HOLD_SCRIPT, 1, PREFIX + key, Math.ceil(forMs)), undefined);
    },
  };
}
