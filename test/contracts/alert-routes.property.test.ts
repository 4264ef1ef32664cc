import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AlertWorld } from '../../shared/alerts/route-alert.memory.ts';
import { memoryAlertStore } from '../../shared/alerts/store.memory.ts';
import { pgAlertStore } from '../../shared/alerts/store.pg.ts';
import type { AlertStore, Hook, Kept, NewAlert } from '../../shared/alerts/store.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { aSignal } from '../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';

const IDS = ['str_1', 'str_2', 'str_3'];
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('alert-routes-property');
  await insertTrader(database.pool, { hookToken: 'str_1' });
  await database.pool.query(
    `insert into strategies (id, user_id, account_id, name, status, mode, default_market, side_rule, sizing, size_from_alert,
       hook_token_digest, hook_token_hint, created_at, updated_at)
     select id, user_id, account_id, id, status, mode, default_market, side_rule, sizing, size_from_alert, id, '', created_at,
       updated_at from (select user_id, account_id, status, mode, default_market, side_rule, sizing, size_from_alert, created_at,
       updated_at from strategies) s, (values ('str_2'), ('str_3')) as v(id)`,
  );
  await database.pool.query(`update strategies set name = id`);
});
afterAll(() => database.close());

const name = fc.constantFrom('a', 'b', 'STR_2');
const routes = fc.uniqueArray(
  fc.record({ doorId: fc.constantFrom('str_1', 'str_2', 'usr_1'), key: name, strategyId: fc.constantFrom(...IDS) }),
  { maxLength: 7, selector: ({ doorId, key, strategyId }) => `${doorId} ${key} ${strategyId}` },
);
const hook: fc.Arbitrary<Hook> = fc.oneof(
  fc.record({ by: fc.constant('token' as const), digest: fc.constantFrom(digestToken('str_1'), 'str_2', 'nobody') }),
  fc.constant({ by: 'owner' as const }),
  fc.constantFrom('str_1', 'str_3').map((hookStrategyId) => ({ by: 'door' as const, userId: 'usr_1', hookStrategyId })),
  fc.constantFrom(...IDS).map((strategyId) => ({ by: 'strategy' as const, userId: 'usr_1', strategyId })),
);
const step = fc.record(
  { routeKey: name, accountAlias: name, dialect: fc.constantFrom('okx', 'bva') },
  { requiredKeys: ['dialect'] },
);
const settings = fc.constantFrom(undefined, {}, { dealSide: 'long' as const });
const delivery = fc.record({
  hook,
  steps: fc.array(step, { maxLength: 4 }),
  identity: fc.integer({ min: 1, max: 3 }),
  body: fc.constantFrom('x', 'y'),
  settings,
  other: settings,
});
const choice = fc.record({
  dialects: fc.constantFrom<string[][]>([], ['any'], ['okx'], ['bva', 'okx']),
  readSettings: fc.constantFrom({}, { dealSide: 'long' as const }),
});

it('Postgres and memory keep the same alerts of the same strategies, whatever is bound, chosen and delivered', async () => {
  await fc.assert(
    fc.asyncProperty(
      routes,
      fc.tuple(choice, choice, choice),
      fc.array(delivery, { minLength: 1, maxLength: 6 }),
      async (bound, chosen, deliveries) => {
        const stores = [inMemory(bound, chosen), await inPostgres(bound, chosen)];
        for (const [n, one] of deliveries.entries()) {
          const [memory, postgres] = await Promise.all(stores.map((store) => store.keep(one.hook, toAlert(one, n))));
          expect(postgres && inOrder(postgres)).toEqual(memory && inOrder(memory));
        }
        const { rows } = await database.pool.query(`select alert_id || '/' || step as work from work order by 1`);
        expect(rows.map(({ work }) => work)).toEqual(stores[0]?.work.toSorted());
      },
    ),
    { numRuns: 60 },
  );
}, 120_000);

/** Which settings are wanted first is of no account. */
function inOrder(kept: Kept): Kept {
  if (kept.outcome !== 'settings_differ') return kept;
  const written = (one: object): string => JSON.stringify(one);
  return { ...kept, wanted: kept.wanted.toSorted((a, b) => written(a).localeCompare(written(b))) };
}

type Choice = { dialects: string[]; readSettings: object };
type Bound = NonNullable<AlertWorld['routes']>;

function inMemory(bound: Bound, chosen: readonly Choice[]): AlertStore & { work: string[] } {
  const digests = [digestToken('str_1'), 'str_2', 'str_3'];
  const strategies = IDS.map((id, at) => ({ id, name: id, digest: digests[at] ?? '', ...chosen[at] }));
  return memoryAlertStore({ ownerId: 'usr_1', strategies, routes: [...bound] });
}

async function inPostgres(bound: Bound, chosen: readonly Choice[]): Promise<AlertStore & { work: string[] }> {
  const { pool } = database;
  await pool.query('delete from routes; delete from alerts; delete from alert_identities; delete from work');
  for (const [at, { dialects, readSettings }] of chosen.entries())
    await pool.query('update strategies set dialects = $2, read_settings = $3 where id = $1', [
      ...[IDS[at], dialects, JSON.stringify(readSettings)],
    ]);
  for (const [at, { doorId, key, strategyId }] of bound.entries())
    await pool.query(
      `insert into routes (id, user_id, door_id, hook_strategy_id, key, strategy_id, created_at)
       values ($1, 'usr_1', $2, (select id from strategies where id = $2), $3, $4, now())`,
      [`rte_${at}`, doorId, key, strategyId],
    );
  return { ...pgAlertStore(pool), work: [] };
}

type Delivered = typeof delivery extends fc.Arbitrary<infer One> ? One : never;

function toAlert({ steps, identity, body, settings: under, other }: Delivered, n: number): NewAlert {
  const signals = steps.map((one, at) => aSignal({ ...one, step: at + 1, of: steps.length }));
  const notUnderstood = signals.length === 0 ? { code: 'unknown_format', reason: 'It is empty' } : undefined;
  return {
    ...{ id: `alt_${n}`, source: 'webhook', receivedAt: NOW, raw: '', bodyDigest: body, repairs: [], signals },
    identity: { key: `id:${identity}` },
    ...(notUnderstood && { notUnderstood }),
    ...(under && { settings: under }),
    ...(under && other && { otherReadings: [{ signals, settings: other, ...(notUnderstood && { notUnderstood }) }] }),
  };
}
