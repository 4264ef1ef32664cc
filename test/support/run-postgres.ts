import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../scripts/local/embedded-postgres.ts';
import { migrate } from '../../shared/database/migrate.pg.ts';
import { onServer, urlOf } from './database.ts';

export type PostgresForTests = { serverUrl: string; template: string; stop(): Promise<void> };

const MIGRATIONS = join(import.meta.dirname, '../../shared/database/migrations');

/** TEST_DATABASE_URL, where databases may be created, or a Postgres that lives as long as the run. */
export async function runPostgres(): Promise<PostgresForTests> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startTemporary();
  const template = `template_${randomBytes(4).toString('hex')}`;
  try {
    await onServer(server.url, `create database ${template}`);
    await migrate({
      databaseUrl: urlOf(server.url, template),
      folder: MIGRATIONS,
      log: (line) => process.stderr.write(`${line}\n`),
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    serverUrl: server.url,
    template,
    async stop() {
      if (given) await onServer(server.url, `drop database if exists ${template} with (force)`);
      await server.stop();
    },
  };
}

async function startTemporary(): Promise<{ url: string; stop(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'tradingbot-test-'));
  const server = await startPostgres({ folder: join(home, 'postgres'), durable: false, maxConnections: 300 });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
