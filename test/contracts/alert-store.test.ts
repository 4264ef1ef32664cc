import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryAlertStore } from '../../shared/alerts/store.memory.ts';
import { pgAlertStore } from '../../shared/alerts/store.pg.ts';
import type { Hook } from '../../shared/alerts/store.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { aSignal } from '../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';
import { alertStoreContract, TOKENS } from './alert-store.contract.ts';

alertStoreContract('memory', async () => {
  const store = memoryAlertStore({
    ownerId: 'usr_1',
    strategies: [
      { id: 'str_1', name: 'demo', digest: digestToken(TOKENS.demo) },
      { id: 'str_9', name: 'other', digest: digestToken(TOKENS.other) },
    ],
  });
  return {
    store,
    kept: async () => store.kept.map((alert) => `${alert.id} ${alert.status}`),
    work: async () => store.work,
    close: async () => {},
  };
});

async function pgStore() {
  const database = await testDatabase('alert-store');
  await insertTrader(database.pool, { hookToken: TOKENS.demo });
  await database.pool.query(`update strategies set name = 'demo'`);
  await database.pool.query(
    `insert into strategies (id, user_id, account_id, name, status, mode, default_market, side_rule, sizing, size_from_alert,
       symbol_map, limits, hook_token_digest, hook_token_hint, created_at, updated_at)
     select 'str_9', user_id, account_id, 'other', status, mode, default_market, side_rule, sizing, size_from_alert,
       '{"BTCUSD":"BTCUSDT"}', limits, $1, 'ther', created_at, updated_at from strategies`,
    [digestToken(TOKENS.other)],
  );
  return database;
}

alertStoreContract('Postgres', async () => {
  const database = await pgStore();
  const column = async (text: string): Promise<string[]> =>
    (await database.pool.query<{ text: string }>(text)).rows.map((row) => row.text);
  return {
    store: pgAlertStore(database.pool),
    kept: () => column(`select id || ' ' || status as text from alerts order by id`),
    work: () => column(`select alert_id || '/' || step as text from work order by seq`),
    close: () => database.close(),
  };
});

describe('pgAlertStore()', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await pgStore();
  });
  afterAll(() => database.close());

  const alert = (id: string, fields: { symbol?: string; raw?: string } = {}) => ({
    id,
    source: 'webhook' as const,
    receivedAt: NOW,
    raw: fields.raw ?? '{}',
    bodyDigest: id,
    identity: { key: id },
    repairs: [],
    signals: [aSignal({ symbol: fields.symbol ?? 'BTCUSDT' })],
  });

  it('puts work into the lane of the account and of the symbol that is traded', async () => {
    const store = pgAlertStore(database.pool);
    await store.keep({ by: 'token', digest: digestToken(TOKENS.demo) }, alert('alt_a', { symbol: 'BTCUSD' }));
    await store.keep({ by: 'token', digest: digestToken(TOKENS.other) }, alert('alt_b', { symbol: 'BTCUSD' }));
    const { rows } = await database.pool.query('select lane from work order by seq');
    expect(rows.map(({ lane }) => lane)).toEqual(['acc_1:usdm:BTCUSD', 'acc_1:usdm:BTCUSDT']);
  });

  it('keeps the other alerts of a batch when the database refuses one', async () => {
    const store = pgAlertStore(database.pool);
    const hook: Hook = { by: 'token', digest: digestToken(TOKENS.demo) };
    const outcomes = await Promise.allSettled([
      store.keep(hook, alert('alt_c')),
      store.keep(hook, alert('alt_d', { raw: 'a NUL \u0000 that jsonb cannot hold' })),
      store.keep(hook, alert('alt_e')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const { rows } = await database.pool.query(
      `select id from alerts where id in ('alt_c', 'alt_d', 'alt_e') order by id`,
    );
    expect(rows.map(({ id }) => id)).toEqual(['alt_c', 'alt_e']);
  });

  it('knows the hook token before the last one until it expires', async () => {
    const store = pgAlertStore(database.pool);
    await database.pool.query(
      `update strategies set hook_token_digest = 'new', previous_hook_token_digest = $1, previous_hook_token_expires_at = $2 where id = 'str_1'`,
      [digestToken(TOKENS.demo), new Date(NOW.getTime() + 1_000)],
    );
    const hook: Hook = { by: 'token', digest: digestToken(TOKENS.demo) };
    expect(await store.keep(hook, alert('alt_f'))).toMatchObject({ outcome: 'kept' });
    const late = { ...alert('alt_g'), receivedAt: new Date(NOW.getTime() + 1_000) };
    expect(await store.keep(hook, late)).toEqual({ outcome: 'unknown_hook' });
  });

  it('says that the database is away, so that the sender tries again', async () => {
    const url = new URL(database.url);
    url.port = '1';
    const unreachable = new pg.Pool({ connectionString: url.href, connectionTimeoutMillis: 500 });
    const kept = pgAlertStore(unreachable).keep({ by: 'token', digest: 'x' }, alert('alt_h'));
    await expect(kept).rejects.toMatchObject({ code: 'database_unavailable' });
    await unreachable.end();
  });
});
