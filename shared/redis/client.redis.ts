import { Redis } from 'ioredis';
import type { Log } from '../log/logger.ts';
import { type RedisConfig, redisUrlOf } from './config.ts';

export type { Redis };
export type RedisOptions = { url: string; name: string; log: Log };

const CONNECT_TIMEOUT_MS = 1_000;
const COMMAND_TIMEOUT_MS = 500;
const MAX_RECONNECT_DELAY_MS = 2_000;

/**
 * One connection per warm instance, opened when first needed. Commands are never kept for later: what cannot be asked now
 * fails at once, and each caller decides what that means. A lost Redis is logged once, and never ends the process.
 */
export function createRedis({ url, name, log }: RedisOptions): Redis {
  let isLost = false;
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    connectionName: `tradingbot-${name}`,
    retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_DELAY_MS),
  });
  redis.on('error', (error: Error) => {
    if (!isLost) log.warn('Redis cannot be reached', { reason: error.message });
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) log.info('Redis is back');
    isLost = false;
  });
  return redis;
}

/** @returns undefined where no Redis is configured */
export function openRedis(config: RedisConfig, { name, log }: Omit<RedisOptions, 'url'>): Redis | undefined {
  const url = redisUrlOf(config);
  return url === undefined ? undefined : createRedis({ url, name, log });
}

/**
 * Opens the connection on first use, and waits for it once. While it is being opened again after a loss, commands fail at once.
 * @throws Error when Redis cannot be reached
 */
export async function reachRedis(redis: Redis): Promise<void> {
  if (redis.status === 'wait') await redis.connect();
}
