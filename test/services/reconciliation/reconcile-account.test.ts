import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Account } from '../../../shared/accounts/account.ts';
import type { Log } from '../../../shared/log/logger.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { reconcileAccount } from '../../../shared/reconciliation/reconcile-account.ts';
import { pgReconciliationStore } from '../../../shared/reconciliation/store.pg.ts';
import { type BinanceWorld, binanceWorld } from '../../support/binance/binance-world.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { insertTrader } from '../../support/trading-rows.ts';

let database: TestDatabase;
let world: BinanceWorld;
const told: unknown[] = [];
const log: Log = { debug() {}, info() {}, warn() {}, error: (...said) => told.push(said) };

beforeAll(async () => {
  database = await testDatabase('reconcile');
  world = await binanceWorld();
  await insertTrader(database.pool);
});
afterAll(async () => {
  await world.close();
  await database.close();
});

const account: Account = {
  ...{ id: 'acc_1', userId: 'usr_1', exchange: 'binance', mode: 'testnet', name: 'main', settings: {} },
  createdAt: new Date(0),
};

it('tells of a position that nobody here made once it was found twice, once, and keeps since when', async () => {
  const { exchange } = world.open();
  const reconciliations = pgReconciliationStore(database.pool);
  const deps = { reconciliations, chooseExchange: async () => exchange, now: world.clock.now, log };
  expect(await reconcileAccount(deps, account)).toMatchObject({ findings: [], isAlarmTold: false });

  const order = {
    market: 'usdm',
    symbol: 'BTCUSDT',
    side: 'buy',
    reduceOnly: false,
    purpose: 'open',
    type: 'market',
  } as const;
  await exchange.place({ ...order, quantity: decimal('0.01'), clientOrderId: 'web-by-hand' });
  const first = await reconcileAccount(deps, account);
  expect(first.findings).toEqual([
    { kind: 'position_differs', market: 'usdm', symbol: 'BTCUSDT', ours: '0', theirs: '0.01' },
  ]);
  expect(told, 'what is found once may be a matter of time').toEqual([]);
  world.clock.advance(60_000);
  const second = await reconcileAccount(deps, account);
  expect(second).toMatchObject({ isAlarmTold: true, foundSince: first.checkedAt });
  world.clock.advance(60_000);
  await reconcileAccount(deps, account);
  expect(told).toHaveLength(1);
  expect(await reconciliations.last(account)).toMatchObject({ findings: first.findings, isAlarmTold: true });
});

it('says nothing of a symbol in which work waits', async () => {
  const { exchange } = world.open();
  await database.pool.query(
    `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
     values ('acc_1:usdm:BTCUSDT', 'protect', 'usr_1', 'alt_1', 1, now(), now())`,
  );
  const reconciliations = pgReconciliationStore(database.pool);
  expect((await reconciliations.ourBooks(account)).busySymbols).toEqual(new Set(['usdm:BTCUSDT']));
  const deps = { reconciliations, chooseExchange: async () => exchange, now: world.clock.now, log };
  expect((await reconcileAccount(deps, account)).findings).toEqual([]);
});
