import { readdirSync } from 'node:fs';
import pg from 'pg';
import { Failure } from '../../scripts/local/failure.ts';

const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;

export function connection(databaseUrl: string, name: string): pg.Client {
  return new pg.Client({
    connectionString: databaseUrl,
    application_name: `tradingbot-${name}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
  });
}

/** @throws Error when Postgres does not answer */
export async function reachPostgres(databaseUrl: string): Promise<void> {
  await ask(databaseUrl, 'select 1');
}

/** @throws Failure that names a migration of this build that the database has not seen */
export async function checkMigrated(databaseUrl: string, folder: string): Promise<void> {
  const applied = new Set(await ask(databaseUrl, 'select name from migrations'));
  const missing = readdirSync(folder)
    .map((file) => file.replace(/\.sql$/, ''))
    .find((name) => !applied.has(name));
  if (missing !== undefined) throw new Failure(`the migration ${missing} is not applied`);
}

async function ask(databaseUrl: string, statement: string): Promise<string[]> {
  const client = connection(databaseUrl, 'entrypoint');
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(statement);
    return rows.map((row) => row.name);
  } finally {
    await client.end().catch(() => undefined);
  }
}
