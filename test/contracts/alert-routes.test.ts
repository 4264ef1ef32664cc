import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertWorld } from '../../shared/alerts/route-alert.memory.ts';
import { memoryAlertStore } from '../../shared/alerts/store.memory.ts';
import { pgAlertStore } from '../../shared/alerts/store.pg.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { aSignal } from '../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';
import { alertRoutesContract, type KeptRow, TOKEN } from './alert-routes.contract.ts';

alertRoutesContract('memory', async () => {
  const routes: AlertWorld['routes'] = [];
  const strategies: AlertWorld['strategies'] = [
    { id: 'str_1', name: 'one', digest: digestToken(TOKEN) },
    { id: 'str_2', name: 'two' },
    { id: 'str_3', name: 'three' },
  ];
  const store = memoryAlertStore({ ownerId: 'usr_1', strategies, routes });
  return {
    store,
    async bind(route) {
      routes.push(route);
    },
    async choose(strategyId, chosen) {
      Object.assign(strategies.find(({ id }) => id === strategyId) ?? {}, chosen);
    },
    dialectsOf: async (strategyId) => strategies.find(({ id }) => id === strategyId)?.dialects ?? [],
    kept: async () =>
      store.kept.map(({ id, strategyId, status, source, notUnderstood }) => ({
        ...{ id, strategy: strategyId, status, source, code: notUnderstood?.code },
      })),
    work: async () => store.work,
    close: async () => {},
  };
});

async function threeStrategies(name: string): Promise<TestDatabase> {
  const database = await testDatabase(name);
  await insertTrader(database.pool, { hookToken: TOKEN });
  await database.pool.query(`update strategies set name = 'one'`);
  await database.pool.query(
    `insert into strategies (id, user_id, account_id, name, status, mode, default_market, side_rule, sizing, size_from_alert,
       hook_token_digest, hook_token_hint, created_at, updated_at)
     select v.id, user_id, account_id, v.name, status, mode, default_market, side_rule, sizing, size_from_alert, v.id, '',
       created_at, updated_at from strategies, (values ('str_2', 'two'), ('str_3', 'three')) as v(id, name)`,
  );
  return database;
}

const insertRoute = (pool: pg.Pool, { doorId, key, strategyId }: { doorId: string; key: string; strategyId: string }) =>
  pool.query(
    `insert into routes (id, user_id, door_id, hook_strategy_id, key, strategy_id, created_at)
     values ($1, 'usr_1', $2, (select id from strategies where id = $2), $3, $4, now())`,
    [`rte_${doorId}${key}${strategyId}`, doorId, key, strategyId],
  );

alertRoutesContract('Postgres', async () => {
  const { pool, close } = await threeStrategies('alert-routes');
  return {
    store: pgAlertStore(pool),
    async bind(route) {
      await insertRoute(pool, route);
    },
    async choose(strategyId, { readSettings, dialects }) {
      await pool.query(
        'update strategies set read_settings = coalesce($2, read_settings), dialects = coalesce($3, dialects) where id = $1',
        [strategyId, readSettings === undefined ? null : JSON.stringify(readSettings), dialects ?? null],
      );
    },
    async dialectsOf(strategyId) {
      const { rows } = await pool.query('select dialects from strategies where id = $1', [strategyId]);
      return rows[0].dialects;
    },
    async kept() {
      const { rows } = await pool.query('select id, strategy_id, status, source, reason_code from alerts order by id');
      return rows.map(
        ({ strategy_id, reason_code, ...row }): KeptRow => ({
          ...row,
          strategy: strategy_id ?? undefined,
          code: reason_code ?? undefined,
        }),
      );
    },
    async work() {
      const { rows } = await pool.query(`select alert_id || '/' || step as text from work order by seq`);
      return rows.map(({ text }) => text);
    },
    close,
  };
});

describe('pgAlertStore(), two processes at once', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await threeStrategies('alert-pins');
  });
  afterAll(() => database.close());

  it('lets a first alert that had to wait for the pin of another be judged by that pin', async () => {
    const pools = Array.from({ length: 4 }, () => new pg.Pool({ connectionString: database.url, max: 1 }));
    const stores = pools.map((pool) => pgAlertStore(pool));
    let last = 0;
    for (let round = 0; round < 25; round += 1) {
      await database.pool.query(`update strategies set dialects = '{}'`);
      const outcomes = await Promise.all(
        stores.map((store, at) => {
          last += 1;
          const id = `alt_${String(last).padStart(6, '0')}`;
          const signals = [aSignal({ dialect: `dialect-${at}` })];
          return store.keep(
            { by: 'token', digest: digestToken(TOKEN) },
            {
              id,
              source: 'webhook',
              receivedAt: NOW,
              raw: '',
              bodyDigest: id,
              identity: { key: id },
              repairs: [],
              signals,
            },
          );
        }),
      );
      const good = outcomes.filter((kept) => kept.outcome === 'kept' && kept.alerts[0]?.notUnderstood === undefined);
      expect(good).toHaveLength(1);
    }
    const { rows } = await database.pool.query(
      `select count(*)::int as n from alerts where status = 'accepted' union all select count(*)::int from work`,
    );
    expect(rows.map(({ n }) => n)).toEqual([25, 25]);
    await Promise.all(pools.map((pool) => pool.end()));
  });

  it('puts the work of each strategy into the lane of its account, with its symbol map and its symbol', async () => {
    const { pool } = database;
    await pool.query('truncate work');
    await pool.query(
      `insert into accounts select 'acc_2', user_id, exchange, mode, 'second', settings, created_at from accounts`,
    );
    await pool.query(`update strategies set dialects = '{any}'`);
    await pool.query(
      `update strategies set account_id = 'acc_2', symbol_map = '{"BTCUSD":"BTCUSDC"}' where id = 'str_2'`,
    );
    await pool.query(`update strategies set default_symbol = 'XRPUSDT', default_market = 'spot' where id = 'str_3'`);
    for (const strategyId of ['str_2', 'str_3']) await insertRoute(pool, { doorId: 'str_1', key: 'both', strategyId });
    const { symbol: _, ...bare } = aSignal({ routeKey: 'both', step: 2 });
    await pgAlertStore(pool).keep(
      { by: 'token', digest: digestToken(TOKEN) },
      {
        ...{
          id: 'alt_a',
          source: 'webhook',
          receivedAt: NOW,
          raw: '',
          bodyDigest: 'a',
          identity: { key: 'a' },
          repairs: [],
        },
        signals: [aSignal({ routeKey: 'both', symbol: 'BTCUSD' }), bare],
      },
    );
    const { rows } = await pool.query('select lane from work order by alert_id, step');
    expect(rows.map(({ lane }) => lane)).toEqual([
      'acc_2:usdm:BTCUSDC',
      'acc_2:usdm:*',
      'acc_1:spot:BTCUSD',
      'acc_1:spot:XRPUSDT',
    ]);
  });
});
