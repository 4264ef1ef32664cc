import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Closers, closers } from '../../scripts/local/closers.ts';
import { type RunningPostgres, startPostgres } from '../../scripts/local/embedded-postgres.ts';
import { type RunningOffline, startOffline } from '../../scripts/local/offline.ts';
import { migrate } from '../../shared/database/migrate.pg.ts';
import { freePort } from './free-port.ts';
import { startRedis } from './run-redis.ts';
import { HOOK_TOKEN, insertTrader } from './trading-rows.ts';

/** The service and what it stands on, each of which can be killed and started again at the same address. */
export type World = {
  baseUrl: string;
  databaseUrl: string;
  hookToken: string;
  /** Of the process that serves. */
  appPid(): number;
  /** A connection of the judge's own, which outlives nothing: ask again after Postgres was away. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  killApp(): Promise<void>;
  startApp(): Promise<void>;
  killPostgres(): Promise<void>;
  stopPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  stopRedis(): Promise<void>;
  startRedis(): Promise<void>;
  end(): Promise<void>;
};

const ROOT = join(import.meta.dirname, '../..');
const MIGRATIONS = join(ROOT, 'shared/database/migrations');
const RICH = '1000000000';

export type WorldOptions = {
  log: (line: string) => void;
  /** Of the service, beside where Postgres and Redis are. */
  env?: Readonly<Record<string, string>>;
  /** Whose world it is; a trader on paper where absent. */
  prepare?: (pool: pg.Pool) => Promise<void>;
};

/** Needs the bundles in dist/. Postgres writes through to the disk, as it does in earnest. What was opened is closed where this fails. */
export async function buildWorld(options: WorldOptions): Promise<World> {
  const opened = closers();
  try {
    return await openWorld(options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openWorld(
  { log, env = {}, prepare = insertPaperTrader }: WorldOptions,
  opened: Closers,
): Promise<World> {
  const home = mkdtempSync(join(tmpdir(), 'tradingbot-faults-'));
  opened.add(() => rmSync(home, { recursive: true, force: true }));
  const postgresPort = await freePort();
  const redisPort = await freePort();
  const port = await freePort();
  const launchPostgres = (): Promise<RunningPostgres> =>
    startPostgres({ folder: join(home, 'postgres'), port: postgresPort, durable: true });
  let postgres = await launchPostgres();
  opened.add(() => postgres.stop());
  let redis = await startRedis(redisPort);
  opened.add(() => redis.stop());
  const { url } = postgres;
  await migrate({ databaseUrl: url, folder: MIGRATIONS, log: () => {} });
  await prepareWith(url, prepare);
  const launchApp = (): Promise<RunningOffline> =>
    launchService({ port, log, env: { DATABASE_URL: url, REDIS_URL: redis.url, ...env } });
  let app = await launchApp();
  opened.add(() => app.stop());
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    databaseUrl: url,
    hookToken: HOOK_TOKEN,
    appPid: () => app.pid,
    query: asker(url),
    killApp: () => app.kill(),
    async startApp() {
      app = await launchApp();
    },
    killPostgres: () => postgres.kill(),
    stopPostgres: () => postgres.stop(),
    async startPostgres() {
      postgres = await launchPostgres();
    },
    stopRedis: () => redis.stop(),
    async startRedis() {
      redis = await startRedis(redisPort);
    },
    end: opened.close,
  };
}

async function prepareWith(databaseUrl: string, prepare: NonNullable<WorldOptions['prepare']>): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    await prepare(pool);
  } finally {
    await pool.end();
  }
}

async function insertPaperTrader(pool: pg.Pool): Promise<void> {
  await insertTrader(pool, { defaultMarket: 'spot' });
  // What waits out an outage is to be carried out all the same: here it is losses that are looked for, not late entries.
  await pool.query(`update strategies set limits = '{"maxAlertAgeSeconds": 86400}', dialects = '{any}'`);
  await pool.query(
    `insert into paper_balances (account_id, market, asset, free) values ('acc_1', 'spot', 'USDT', $1), ('acc_1', 'usdm', 'USDT', $1)`,
    [RICH],
  );
}

function asker(url: string): World['query'] {
  return async (text, values = []) => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  };
}

/** The bundles of dist/ under the host, as every start of the service has it: work that a crash left goes on. */
export async function launchService({
  port,
  env,
  log,
}: {
  port: number;
  env: Readonly<Record<string, string>>;
  log: (line: string) => void;
}): Promise<RunningOffline> {
  const app = await startOffline({ root: ROOT, port, env: { LOG_LEVEL: 'WARN', ...env }, onLine: log });
  await ring(app.doorbellUrl);
  return app;
}

async function ring(doorbellUrl: string): Promise<void> {
  const response = await fetch(doorbellUrl, {
    method: 'POST',
    headers: { 'x-amz-invocation-type': 'Event' },
    body: JSON.stringify({ Records: [] }),
  });
  await response.arrayBuffer();
}
