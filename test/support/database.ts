import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { url: string; pool: pg.Pool; close(): Promise<void> };

/** A migrated database of its own for one test file, or for one test. `name` shows where it came from. */
export async function testDatabase(name: string): Promise<TestDatabase> {
  const server = inject('databaseServerUrl');
  const database = `t_${name.replace(/[^a-z0-9]+/gi, '_').toLowerCase()}_${randomBytes(4).toString('hex')}`;
  await onServer(server, `create database ${database} template ${inject('databaseTemplate')}`);
  const url = urlOf(server, database);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on('error', () => {});
  return {
    url,
    pool,
    async close() {
      await pool.end();
      await onServer(server, `drop database if exists ${database} with (force)`);
    },
  };
}

/** Runs one statement that belongs to no particular database, such as `create database`. */
export async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
