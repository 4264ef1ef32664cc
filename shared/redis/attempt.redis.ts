import type { Log } from '../log/logger.ts';
import { type Redis, reachRedis } from './client.redis.ts';

/** Asks, and returns undefined where Redis could not be asked. */
export type AttemptRedis = <Answer>(ask: () => Promise<Answer>) => Promise<Answer | undefined>;

/** @param consequence what not being able to ask means for the caller; told once, until Redis has answered again */
export function attemptRedis(redis: Redis, { log, consequence }: { log: Log; consequence: string }): AttemptRedis {
  let isLost = false;
  return async (ask) => {
    try {
      await reachRedis(redis);
      const answer = await ask();
      isLost = false;
      return answer;
    } catch (error) {
      if (!isLost) log.warn(`${consequence}: Redis cannot be asked`, { reason: String(error) });
      isLost = true;
      return undefined;
    }
  };
}
