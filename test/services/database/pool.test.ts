import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../../shared/database/pool.pg.ts';
import { inTransaction } from '../../../shared/database/transaction.pg.ts';
import { silentLog } from '../../../shared/log/logger.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase('pool');
  pool = createPool({ url: database.url, size: 2, name: 'test', log: silentLog });
});
afterAll(async () => {
  await pool.end();
  await database.close();
});

const endConnection = (pid: number): Promise<unknown> => database.pool.query('select pg_terminate_backend($1)', [pid]);

describe('createPool()', () => {
  it('prepares a statement once, and gives each call its own values', async () => {
    const text = 'select $1::integer + 1 as next';
    for (const value of [1, 2, 3]) expect((await pool.query(text, [value])).rows).toEqual([{ next: value + 1 }]);
    const { rows } = await pool.query(
      'select count(*)::integer as count from pg_prepared_statements where statement = $1',
      [text],
    );
    expect(rows[0].count).toBeLessThanOrEqual(1);
  });

  it('survives a connection that is lost between two statements of a transaction, and says that the database was away', async () => {
    const lost = inTransaction(pool, async (client) => {
      const { rows } = await client.query('select pg_backend_pid() as pid');
      await endConnection(rows[0].pid);
      await wait(50);
      await client.query('select 1');
    });
    await expect(lost).rejects.toMatchObject({ code: 'database_unavailable' });
    expect((await pool.query('select 1 as one')).rows, 'the pool has another connection').toEqual([{ one: 1 }]);
  });

  it('rolls everything back when the work throws', async () => {
    await database.pool.query('create table notes (text text)');
    const failed = inTransaction(pool, async (client) => {
      await client.query(`insert into notes values ('lost')`);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect((await database.pool.query('select * from notes')).rows).toEqual([]);
  });
});
