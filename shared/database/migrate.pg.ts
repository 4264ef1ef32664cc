import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { AppError } from '../errors/app-error.ts';
import { whileAvailable } from './pool.pg.ts';

export type MigrateOptions = { databaseUrl: string; folder: string; log: (line: string) => void };

const CONNECT_TIMEOUT_MS = 5_000;
const LOCK_TIMEOUT_MS = 30_000;
const LOCK_TIMED_OUT = '55P03';

/**
 * Applies the `.sql` files of `folder` that the database has not seen, in order, a transaction each. A second runner
 * waits for the first one and then finds nothing to do.
 * @returns the names of the files applied
 * @throws AppError `database_unavailable`, or `conflict` when another runner holds the lock for half a minute
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: 'tradingbot-migrate',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
  });
  client.on('error', (error) => options.log(`The database connection was lost: ${error.message}`));
  return whileAvailable(async () => {
    try {
      await client.connect();
      return await applyFiles(client, options);
    } finally {
      await client.end();
    }
  });
}

async function applyFiles(client: pg.Client, options: MigrateOptions): Promise<string[]> {
  try {
    const applied = await runner({
      dbClient: client,
      dir: options.folder,
      migrationsTable: 'migrations',
      direction: 'up',
      advisoryLockMode: 'wait',
      singleTransaction: false,
      logger: { info() {}, warn: options.log, error: options.log },
    });
    return applied.map((migration) => migration.name);
  } catch (cause) {
    if (!isLockTimeout(cause)) throw cause;
    throw new AppError('conflict', `Cannot migrate: another runner has held the lock for ${LOCK_TIMEOUT_MS} ms`, {
      cause,
    });
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === LOCK_TIMED_OUT;
}
