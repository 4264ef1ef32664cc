import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { hearExchange } from '../../scripts/host/hear-exchange.ts';
import { type Owned, type Ownership, ownInTurn } from '../../scripts/host/own-in-turn.pg.ts';
import { type Host, serveBundles } from '../../scripts/host/serve-bundles.ts';
import { ringDoorbell } from '../../scripts/local/until-ready.ts';
import { databaseUrlOf } from '../../shared/database/config.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { redisUrlOf } from '../../shared/redis/config.ts';
import { checkFolders, foldersIn } from './folders.ts';
import { checkMigrated, reachPostgres } from './postgres.pg.ts';
import { pingRedis } from './redis.redis.ts';
import { readSettings, type Settings } from './settings.ts';
import { failed, said, step, warned } from './step.ts';
import { waitFor } from './wait-for.ts';

const HTTP = { host: '0.0.0.0', port: 8001 };
/** Longer than nginx keeps an idle connection to a replica: see docker/nginx/upstreams.sh. */
const IDLE_MS = 3_000;

/** A replica: waits for what it needs, opens, and closes without dropping anything when it is told to. */
export async function serve(): Promise<void> {
  const root = process.cwd();
  const settings = readSettings(process.env);
  said('configuration', { environment: process.env.NODE_ENV ?? 'development' });
  checkFolders(foldersIn(root));
  said('folders');
  const databaseUrl = databaseUrlOf(settings);
  const limitMs = settings.WAIT_FOR_POSTGRES_SECONDS;
  await step('postgres', () => waitFor('Postgres did not answer', limitMs, () => reachPostgres(databaseUrl)));
  const migrations = join(root, 'dist/migrate/migrations');
  const migrated = () => checkMigrated(databaseUrl, migrations);
  await step('migrations', () => waitFor('The database was not migrated', limitMs, migrated));
  await reachRedis(settings);
  const log = createLogger('host');
  const host = await step('doors', () => serveBundles({ root, http: HTTP, log }));
  const ownership = ownInTurn(databaseUrl, doorAndExchange(host, hearExchange(root)), log);
  leaveOnSignal(host, ownership, settings.DRAIN_SECONDS);
  // What a replica that died left undone goes on without waiting for the sweeper.
  await ringDoorbell(host.doorbellUrl).catch((error: unknown) => warned('doorbell', String(error)));
  await host.tellStart().catch((error: unknown) => warned('reconciliation', String(error)));
  said('serving', { port: HTTP.port });
  // Node writes it down when it ends well, and a replica that is killed never does: the next start would compile everything again.
  flushCompileCache();
}

/** Without Redis everything works, on limits that each replica keeps for itself; alerts must not wait for it. */
async function reachRedis(settings: Settings): Promise<void> {
  const url = redisUrlOf(settings);
  if (url === undefined) return said('redis', { isConfigured: false });
  try {
    const limitMs = settings.WAIT_FOR_REDIS_SECONDS;
    await step('redis', () => waitFor('Redis did not answer', limitMs, () => pingRedis(url)));
  } catch (error) {
    warned('redis', error instanceof Error ? error.message : String(error));
  }
}

/** The WebSocket door and the ear for the exchange go together, so that one lock and one connection do for both. */
function doorAndExchange({ stream }: Host, exchange: Owned): Owned {
  return {
    take() {
      stream.open();
      return exchange.take();
    },
    lose() {
      stream.shut();
      return exchange.lose();
    },
  };
}

function leaveOnSignal(host: Host, ownership: Ownership, patienceMs: number): void {
  const leave = async (signal: NodeJS.Signals): Promise<never> => {
    said('draining', { signal });
    await ownership.leave();
    await host
      .drain({ patienceMs, idleMs: IDLE_MS })
      .then(() => said('stopped'))
      .catch((error: unknown) => failed('draining', error));
    process.exit(0);
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
}
