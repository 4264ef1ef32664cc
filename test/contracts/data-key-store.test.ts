import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pgAuditStore } from '../../shared/audit/store.pg.ts';
import type { WrappedDataKey } from '../../shared/exchange-keys/data-key.ts';
import { memoryDataKeyStore } from '../../shared/exchange-keys/data-key-store.memory.ts';
import { pgDataKeyStore } from '../../shared/exchange-keys/data-key-store.pg.ts';
import type { DataKeyStore, OwnersNote } from '../../shared/exchange-keys/data-key-store.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { fixedIds, NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';

type World = { dataKeys: DataKeyStore; notes(): Promise<string[]> };

const later = (ms: number) => new Date(NOW.getTime() + ms);
const wrapped = (version: number, fields: Partial<WrappedDataKey> = {}): WrappedDataKey => ({
  ...{ version, wrapped: Buffer.from(`wrapped ${version}`), masterFingerprint: 'one', createdAt: later(version) },
  ...fields,
});
const note = (subject: string): OwnersNote => ({
  ...{ actor: 'migrate', action: 'encryption.data_key_rotated', subject, detail: {}, at: NOW },
});
const under = (version: number, masterFingerprint: string) => ({
  ...{ version, wrapped: Buffer.from(`under ${masterFingerprint}`), masterFingerprint },
});

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('data_key_store');
  await insertTrader(database.pool, { id: '1', hookToken: 'one' });
  await insertTrader(database.pool, { id: '2', hookToken: 'two' });
  await database.pool.query("update users set role = 'member' where id = 'usr_2'");
});
afterAll(() => database.close());

describe.each([
  {
    adapter: 'memoryDataKeyStore()',
    async make(): Promise<World> {
      const dataKeys = memoryDataKeyStore();
      return { dataKeys, notes: async () => dataKeys.notes.map(({ subject }) => subject) };
    },
  },
  {
    adapter: 'pgDataKeyStore()',
    async make(): Promise<World> {
      await database.pool.query('truncate data_keys, audit cascade');
      const audit = pgAuditStore(database.pool);
      return {
        dataKeys: pgDataKeyStore(database.pool, { newId: fixedIds() }),
        async notes() {
          expect((await audit.list('usr_2', { limit: 9 })).items, 'owners are told, members are not').toEqual([]);
          return (await audit.list('usr_1', { limit: 9 })).items.map(({ subject }) => subject).reverse();
        },
      };
    },
  },
])('$adapter', ({ make }) => {
  let world: World;
  beforeEach(async () => {
    world = await make();
  });

  it('keeps versions in order, the latest in use and those before it retired', async () => {
    const { dataKeys } = world;
    expect(await dataKeys.list()).toEqual([]);
    expect(await dataKeys.add(wrapped(1), undefined)).toBe(true);
    expect(await dataKeys.add(wrapped(2), note('second'))).toBe(true);
    expect(await dataKeys.add(wrapped(3), note('third'))).toBe(true);
    expect(await dataKeys.list()).toEqual([
      wrapped(1, { retiredAt: later(2) }),
      wrapped(2, { retiredAt: later(3) }),
      wrapped(3),
    ]);
    expect(await world.notes()).toEqual(['second', 'third']);
  });

  it('keeps one key of a version, whoever comes second', async () => {
    const { dataKeys } = world;
    const both = await Promise.all(
      ['a', 'b'].map((name) => dataKeys.add(wrapped(1, { masterFingerprint: name }), note(name))),
    );
    expect(both.toSorted()).toEqual([false, true]);
    expect(await dataKeys.list()).toHaveLength(1);
    expect(await world.notes()).toHaveLength(1);
  });

  it('wraps all keys anew, or none', async () => {
    const { dataKeys } = world;
    await dataKeys.add(wrapped(1), undefined);
    await dataKeys.add(wrapped(2), undefined);
    const changes = [1, 2].map((version) => ({ from: 'one', to: under(version, 'two') }));
    const stale = [
      { from: 'one', to: under(1, 'two') },
      { from: 'other', to: under(2, 'two') },
    ];
    expect(await dataKeys.rewrap(stale, note('stale'))).toBe(false);
    expect(await dataKeys.list()).toEqual([wrapped(1, { retiredAt: later(2) }), wrapped(2)]);
    expect(await dataKeys.rewrap(changes, note('master'))).toBe(true);
    expect(await dataKeys.list()).toEqual([
      wrapped(1, { retiredAt: later(2), ...under(1, 'two') }),
      wrapped(2, under(2, 'two')),
    ]);
    expect(await world.notes()).toEqual(['master']);
  });

  it('lets one of two rotations at the same moment through', async () => {
    const { dataKeys } = world;
    await dataKeys.add(wrapped(1), undefined);
    const rotate = (name: string) => dataKeys.rewrap([{ from: 'one', to: under(1, name) }], note(name));
    expect((await Promise.all([rotate('two'), rotate('three')])).toSorted()).toEqual([false, true]);
    expect(await world.notes()).toHaveLength(1);
  });
});
