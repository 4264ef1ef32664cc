import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { MasterKeys } from '../../../shared/exchange-keys/master-key.ts';
import { rotateKeys } from '../../../shared/exchange-keys/rotate-keys.ts';
import { rotationDeps } from '../../../shared/exchange-keys/rotation.pg.ts';
import { pgExchangeKeyStore } from '../../../shared/exchange-keys/store.pg.ts';
import { pgVault } from '../../../shared/exchange-keys/vault.pg.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { aMasterKey, anExchangeKey, hmacCredentials } from '../../support/exchange-keys.ts';
import { NOW } from '../../support/fixed.ts';
import { insertTrader } from '../../support/trading-rows.ts';

const COUNT = 130;
const floor = { now: systemClock, newId: idMaker(systemClock) };
const one = aMasterKey('one');
const two = aMasterKey('two');
const actor = 'migrate';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('rotation');
  await insertTrader(database.pool);
  await database.pool.query(
    `insert into accounts (id, user_id, exchange, mode, name, created_at)
     select 'acc_k' || lpad(n::text, 4, '0'), 'usr_1', 'binance', 'live', 'k' || n, now() from generate_series(0, 999) as n`,
  );
});
afterAll(() => database.close());

const deps = (masterKeys: MasterKeys = { current: one }) => rotationDeps(database.pool, masterKeys, floor);
const name = (n: number): string => String(n).padStart(4, '0');

async function add(n: number): Promise<unknown> {
  const key = anExchangeKey({ id: `key_${name(n)}`, accountId: `acc_k${name(n)}` });
  const sealed = await pgVault(database.pool, { current: one }, floor).seal(key, hmacCredentials(apiKeyOf(key.id)));
  const audit = { userId: 'usr_1', actor, action: 'exchange_key.added', subject: key.id, detail: {}, at: NOW } as const;
  const secret = { ...sealed, apiKeyDigest: key.id };
  return pgExchangeKeyStore(database.pool).add(
    { key, secret, newAccount: undefined, uid: undefined },
    { ...audit, id: floor.newId('aud') },
  );
}

const apiKeyOf = (id: string): string => `${'k'.repeat(40)}${id.replace('_', '')}`;

/** Opens every key there is. @returns the versions of the data keys that they are sealed with */
async function openAll(masterKeys: MasterKeys = { current: one }): Promise<number[]> {
  const vault = pgVault(database.pool, masterKeys, floor);
  const store = pgExchangeKeyStore(database.pool);
  const { rows } = await database.pool.query<{ id: string }>('select id from exchange_keys order by id');
  const seen = new Set<number>();
  for (const { id } of rows) {
    const [key, secret] = [await store.find('usr_1', id), await store.findSecret('usr_1', id)];
    if (key === undefined || secret === undefined) throw new Error(`Key ${id} is gone`);
    expect((await vault.unseal(key, secret)).reveal().apiKey).toBe(apiKeyOf(id));
    seen.add(secret.keyVersion);
  }
  return [...seen].sort();
}

beforeEach(async () => {
  await database.pool.query('truncate exchange_keys, data_keys, audit cascade');
});

it('rotateKeys() seals everything anew, in batches, and tells the owner', async () => {
  for (let n = 0; n < COUNT; n += 1) await add(n);
  const { dataKey } = await rotateKeys(deps(), { which: 'data-key', actor });
  expect(dataKey).toEqual({ version: 2, isResumed: false, resealed: COUNT, failed: [], left: 0 });
  expect(await openAll()).toEqual([2]);
  const { rows } = await database.pool.query("select user_id from audit where action = 'encryption.data_key_rotated'");
  expect(rows).toEqual([{ user_id: 'usr_1' }]);
});

it('rotateKeys() twice at once, while keys are added, loses none of them', async () => {
  for (let n = 0; n < 60; n += 1) await add(n);
  const rotate = () => rotateKeys(deps(), { which: 'data-key', actor });
  const adding = Array.from({ length: 20 }, (_, n) => add(100 + n));
  await Promise.all([rotate(), rotate(), ...adding]);
  await openAll();
  let last = await rotate();
  for (let turn = 0; turn < 3 && last.dataKey?.left !== 0; turn += 1) last = await rotate();
  expect(last.dataKey?.left).toBe(0);
  expect(await openAll()).toHaveLength(1);
  const { rows } = await database.pool.query('select count(*)::integer as count from exchange_keys');
  expect(rows).toEqual([{ count: 80 }]);
});

it('rotateKeys() takes a new master key up while both are known, and the old one opens nothing after', async () => {
  for (let n = 0; n < 3; n += 1) await add(n);
  const both: MasterKeys = { current: two, previous: one };
  const rotated = await rotateKeys(deps(both), { which: true, actor });
  expect(rotated).toMatchObject({ masterKey: { rewrapped: 1 }, dataKey: { version: 2, resealed: 3 } });
  expect(await openAll({ current: two })).toEqual([2]);
  await expect(openAll({ current: one })).rejects.toMatchObject({ code: 'secret_unreadable' });
});

it.each([
  {
    case: 'swapped between accounts',
    change: `update exchange_keys k set sealed = o.sealed from exchange_keys o where o.id <> k.id`,
  },
  { case: 'given to another user', change: `update exchange_keys set user_id = 'usr_2'` },
  { case: 'moved to another mode', change: `update exchange_keys set mode = 'testnet'` },
  {
    case: 'changed in one byte',
    change: `update exchange_keys set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)`,
  },
])('a row that was $case in the database stays shut, and a rotation says so', async ({ change }) => {
  await insertTrader(database.pool, { id: '2', hookToken: 'two' }).catch(() => {});
  await add(0);
  await add(1);
  await database.pool.query(change);
  const vault = pgVault(database.pool, { current: one }, floor);
  const { rows } = await database.pool.query<{ id: string; user_id: string }>('select id, user_id from exchange_keys');
  for (const { id, user_id: userId } of rows) {
    const store = pgExchangeKeyStore(database.pool);
    const [key, secret] = [await store.find(userId, id), await store.findSecret(userId, id)];
    if (key === undefined || secret === undefined) throw new Error(`Key ${id} is gone`);
    await expect(vault.unseal(key, secret)).rejects.toMatchObject({ code: 'secret_unreadable' });
  }
  const { dataKey } = await rotateKeys(deps(), { which: 'data-key', actor });
  expect(dataKey).toMatchObject({ resealed: 0, failed: ['key_0000', 'key_0001'] });
});
