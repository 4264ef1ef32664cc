import { webhookVariables } from '../../shared/alerts/config.ts';
import type { ReceiveAlertDeps } from '../../shared/alerts/receive-alert.ts';
import { settingsSeen } from '../../shared/alerts/settings-seen.ts';
import { pgAlertStore } from '../../shared/alerts/store.pg.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { databaseUrlOf, databaseVariables } from '../../shared/database/config.ts';
import { createPool } from '../../shared/database/pool.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { doorbellTarget, doorbellVariables } from '../../shared/queue/config.ts';
import { httpDoorbell } from '../../shared/queue/doorbell.http.ts';
import { systemClock } from '../../shared/time/clock.ts';

export const log = createLogger('webhook');

export function wire(): ReceiveAlertDeps {
  guardProcess(log);
  const config = readConfig({ ...databaseVariables, ...doorbellVariables, ...webhookVariables }, process.env);
  const pool = createPool({ url: databaseUrlOf(config), size: config.DATABASE_POOL_SIZE, name: 'webhook', log });
  const doorbell = httpDoorbell(doorbellTarget(config), log);
  return {
    alerts: pgAlertStore(pool),
    settingsSeen: settingsSeen(),
    now: systemClock,
    newId: idMaker(systemClock),
    ring: doorbell.ring,
    ...(config.WEBHOOK_SECRET === undefined ? {} : { ownerSecret: config.WEBHOOK_SECRET }),
  };
}
