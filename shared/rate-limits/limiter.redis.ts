import type { Redis } from 'ioredis';
import type { Log } from '../log/logger.ts';
import { attemptRedis } from '../redis/attempt.redis.ts';
import { ALLOWED, type Limiter, type RateLimit, type Verdict } from './limiter.ts';

const PREFIX = 'tradingbot:limit:';

/** Counts and starts the window in one step: a crash between the two would leave a key that never ends. */
const COUNT_SCRIPT = `
local count = redis.call('incr', KEYS[1])
if count == 1 then redis.call('expire', KEYS[1], ARGV[1]) end
return {count, redis.call('pttl', KEYS[1])}`;

/** For all processes together. Without Redis everything is allowed: a lost cache must not stop anybody from trading. */
export function redisLimiter(redis: Redis, log: Log): Limiter {
  const attempt = attemptRedis(redis, { log, consequence: 'Limits are off' });
  const orAllow = async (ask: () => Promise<Verdict>): Promise<Verdict> => (await attempt(ask)) ?? ALLOWED;
  return {
    count: (key, limit) =>
      orAllow(async () => {
        const reply = await redis.eval(COUNT_SCRIPT, 1, PREFIX + key, limit.windowSeconds);
        const [count, leftMs] = Array.isArray(reply) ? reply.map(Number) : [];
        return verdict((count ?? 0) <= limit.limit, leftMs ?? 0, limit);
      }),
    peek: (key, limit) =>
      orAllow(async () => {
        const [count, leftMs] = await Promise.all([redis.get(PREFIX + key), redis.pttl(PREFIX + key)]);
        return verdict(Number(count ?? 0) < limit.limit, leftMs, limit);
      }),
  };
}

function verdict(isAllowed: boolean, leftMs: number, { windowSeconds }: RateLimit): Verdict {
  if (isAllowed) return ALLOWED;
  return { isAllowed, retryAfterSeconds: leftMs > 0 ? Math.ceil(leftMs / 1_000) : windowSeconds };
}
