import type { Redis } from 'ioredis';
import type { Log } from '../../log/logger.ts';
import { attemptRedis } from '../../redis/attempt.redis.ts';
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
  const attempt = attemptRedis(redis, { log, consequence: 'Brakes hold in this process only' });
  return {
    async heldFor(keys) {
      const ownMs = await own.heldFor(keys);
      const shared = await attempt(() => Promise.all(keys.map((key) => redis.pttl(PREFIX + key))));
      return Math.max(ownMs, ...(shared ?? []));
    },
    async hold(key, forMs) {
      await own.hold(key, forMs);
      await attempt(() => redis.eval(HOLD_SCRIPT, 1, PREFIX + key, Math.ceil(forMs)));
    },
  };
}
