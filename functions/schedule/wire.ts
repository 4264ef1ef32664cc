import { forgetIdentities } from '../../shared/alerts/forget-identities.pg.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { databaseVariables } from '../../shared/database/config.ts';
import { createPool } from '../../shared/database/pool.pg.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { queueSyncs } from '../../shared/orders/queue-syncs.pg.ts';
import { doorbellTarget, doorbellVariables } from '../../shared/queue/config.ts';
import { httpDoorbell } from '../../shared/queue/doorbell.http.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import { systemClock } from '../../shared/time/clock.ts';

export const log = createLogger('schedule');

type Jobs = Record<string, () => Promise<unknown>>;

const POOL_SIZE = 2;

export function wire(): Jobs {
  guardProcess(log);
  const config = readConfig({ ...databaseVariables, ...doorbellVariables }, process.env);
  const pool = createPool({ url: config.DATABASE_URL, size: POOL_SIZE, name: 'schedule', log });
  const queue = pgWorkQueue(pool);
  const doorbell = httpDoorbell(doorbellTarget(config), log);
  return {
    syncOrders: () => queueSyncs(pool),
    forgetIdentities: () => forgetIdentities(pool, systemClock()),
    async sweep() {
      const { count, oldestAgeMs } = await queue.depth();
      if (count === 0) return;
      log.debug('Work is waiting', { count, oldestAgeMs });
      doorbell.ring();
    },
  };
}
