import { silentLog } from '../../shared/log/logger.ts';
import { createRedis, reachRedis } from '../../shared/redis/client.redis.ts';

/** @throws Error when Redis does not answer, or does not know the password */
export async function pingRedis(url: string): Promise<void> {
  const redis = createRedis({ url, name: 'entrypoint', log: silentLog });
  try {
    await reachRedis(redis);
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
