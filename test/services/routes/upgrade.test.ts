import { randomBytes } from 'node:crypto';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, inject, it } from 'vitest';
import { migrate } from '../../../shared/database/migrate.pg.ts';
import { onServer, urlOf } from '../../support/database.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder.ts';
import { insertTrader } from '../../support/trading-rows.ts';

const MIGRATIONS = join(import.meta.dirname, '../../../shared/database/migrations');
afterAll(removeTemporaryFolders);

it('a strategy that took alerts before takes the formats of those still, and one that took none chooses', async () => {
  const server = inject('databaseServerUrl');
  const name = `t_upgrade_${randomBytes(4).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const databaseUrl = urlOf(server, name);
  const before = temporaryFolder('upgrade');
  for (const file of readdirSync(MIGRATIONS).filter((one) => one < '0019'))
    copyFileSync(join(MIGRATIONS, file), join(before, file));
  await migrate({ databaseUrl, folder: before, log: () => {} });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  await insertTrader(pool, { id: '1', hookToken: 'one' });
  await insertTrader(pool, { id: '2', hookToken: 'two' });
  await pool.query(
    `insert into alerts (id, user_id, strategy_id, source, received_at, raw, body_digest, identity, dialect, signals, status)
     select 'alt_' || n, 'usr_1', 'str_1', source, now(), '', '', n::text, dialect, '[]', status
     from (values (1, 'webhook', 'okx', 'filled'), (2, 'webhook', 'generic', 'denied'), (3, 'webhook', 'okx', 'accepted'),
       (4, 'webhook', 'bva', 'not_understood'), (5, 'command', 'command', 'filled'), (6, 'webhook', 'bce', 'conflict'),
       (7, 'replay', 'finandy', 'filled')) as a(n, source, dialect, status)`,
  );
  await migrate({ databaseUrl, folder: MIGRATIONS, log: () => {} });
  const { rows } = await pool.query('select id, dialects from strategies order by id');
  expect(rows).toEqual([
    { id: 'str_1', dialects: ['generic', 'okx'] },
    { id: 'str_2', dialects: [] },
  ]);
  await pool.end();
  await onServer(server, `drop database ${name} with (force)`);
});
