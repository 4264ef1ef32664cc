import { readConfig } from '../../shared/config/read-config.ts';
import { databaseUrlOf, databaseVariables } from '../../shared/database/config.ts';
import { createPool } from '../../shared/database/pool.pg.ts';
import type { Probes } from '../../shared/health/check-health.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import { openRedis, reachRedis } from '../../shared/redis/client.redis.ts';
import { redisVariables } from '../../shared/redis/config.ts';

export const log = createLogger('health');

/** One connection is for asking, one for a second probe that comes while the first one hangs. */
const POOL_SIZE = 2;

/** The configuration is read when readiness is asked for, so that liveness depends on nothing at all. */
export function wire(): { probes: () => Probes } {
  guardProcess(log);
  let probes: Probes | undefined;
  return {
    probes() {
      probes ??= makeProbes();
      return probes;
    },
  };
}

function makeProbes(): Probes {
  const config = readConfig({ ...databaseVariables, ...redisVariables }, process.env);
  const queue = pgWorkQueue(createPool({ url: databaseUrlOf(config), size: POOL_SIZE, name: 'health', log }));
  const redis = openRedis(config, { name: 'health', log });
  return {
    required: {
      async postgres() {
        const { count, oldestAgeMs } = await queue.depth();
        return { queueDepth: count, oldestWorkAgeMs: oldestAgeMs };
      },
    },
    optional: {
      redis:
        redis &&
        (async () => {
          await reachRedis(redis);
          await redis.ping();
          return {};
        }),
    },
  };
}
