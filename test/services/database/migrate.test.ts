import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../../shared/database/migrate.pg.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder.ts';

let database: TestDatabase;
const folder = temporaryFolder('migrations');
const said: string[] = [];
const log = (line: string) => said.push(line);

beforeAll(async () => {
  database = await testDatabase('migrate');
  await database.pool.query('truncate migrations');
  writeFileSync(join(folder, '0001_first.sql'), '-- Why: a test.\nselect pg_sleep(0.2);\ncreate table first (id int);');
  writeFileSync(
    join(folder, '0002_second.sql'),
    "-- Why: a test.\ncreate table second (id int); comment on table second is 'x;y';",
  );
});
afterAll(async () => {
  removeTemporaryFolders();
  await database.close();
});

it('migrate() applies each file once, however many runners start at the same moment', async () => {
  const runs = await Promise.all([1, 2, 3].map(() => migrate({ databaseUrl: database.url, folder, log })));
  expect(runs.flat()).toEqual(['0001_first', '0002_second']);
});

it('migrate() finds nothing to do the second time', async () => {
  expect(await migrate({ databaseUrl: database.url, folder, log })).toEqual([]);
});

it('migrate() takes back the whole file that fails and keeps those before it', async () => {
  writeFileSync(join(folder, '0003_third.sql'), '-- Why: a test.\ncreate table third (id int);');
  writeFileSync(join(folder, '0004_broken.sql'), '-- Why: a test.\ncreate table fourth (id int);\nselect 1/0;');
  await expect(migrate({ databaseUrl: database.url, folder, log })).rejects.toThrow('division by zero');
  const { rows } = await database.pool.query("select to_regclass('third') as third, to_regclass('fourth') as fourth");
  expect(rows).toEqual([{ third: 'third', fourth: null }]);
});

it('migrate() says that the database is away', async () => {
  const databaseUrl = 'postgres://nobody@127.0.0.1:1/nothing';
  await expect(migrate({ databaseUrl, folder, log })).rejects.toMatchObject({ code: 'database_unavailable' });
});
