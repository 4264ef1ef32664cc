import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../shared/accounts/account.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Exchange, OrderRequest } from '../../../shared/exchanges/exchange.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import type { Log } from '../../../shared/log/logger.ts';
import { decimal as d, print } from '../../../shared/money/decimal.ts';
import { pgPositionList } from '../../../shared/positions/position-list.pg.ts';
import { reconcileAccount } from '../../../shared/reconciliation/reconcile-account.ts';
import { pgReconciliationStore } from '../../../shared/reconciliation/store.pg.ts';
import { writeOffPosition } from '../../../shared/reconciliation/write-off-position.ts';
import { pgTradingStateStore } from '../../../shared/risk/trading-state-store.pg.ts';
import { type BinanceWorld, binanceWorld } from '../../support/binance/binance-world.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { exchangeLanes } from '../../support/exchange-lanes.ts';
import { insertTrader } from '../../support/trading-rows.ts';

let database: TestDatabase;
let world: BinanceWorld;
let exchange: Exchange;
let desk: ReturnType<typeof exchangeLanes>;
let logged: unknown[] = [];
const log: Log = { debug() {}, info() {}, warn() {}, error: (...said) => logged.push(said) };

const account: Account = {
  ...{ id: 'acc_1', userId: 'usr_1', exchange: 'binance', mode: 'testnet', name: 'main', settings: {} },
  createdAt: new Date(0),
};

beforeAll(async () => {
  database = await testDatabase('reconcile');
});
afterAll(() => database.close());
beforeEach(async () => {
  logged = [];
  world = await binanceWorld();
  exchange = world.open().exchange;
  desk = exchangeLanes(database.pool, { exchange: () => exchange, now: world.clock.now });
  await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events, notifications cascade');
  await insertTrader(database.pool);
});
afterEach(async () => {
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

function deps() {
  const floor = { now: world.clock.now, newId: idMaker(world.clock.now) };
  return {
    ...{ ...floor, log, chooseExchange: async () => exchange },
    reconciliations: pgReconciliationStore(database.pool, floor),
    tradingStates: pgTradingStateStore(database.pool),
  };
}
const rows = async (text: string): Promise<Record<string, unknown>[]> => (await database.pool.query(text)).rows;
const compare = () => reconcileAccount(deps(), account);
async function aMinuteLater() {
  world.clock.advance(60_000);
  return compare();
}
const notified = async () => (await rows('select kind, severity, title from notifications order by id')) as never[];
const byHand = (fields: Partial<OrderRequest>): Promise<unknown> =>
  exchange.place({
    ...{ market: 'usdm', symbol: 'BTCUSDT', side: 'buy', reduceOnly: false, purpose: 'open', type: 'market' },
    ...{ quantity: d('0.01'), clientOrderId: 'web-by-hand' },
    ...fields,
  } as OrderRequest);
const openLong = () =>
  desk.alert({ market: 'usdm', intent: 'open_long', stopLoss: { kind: 'pct', value: d('2') }, takeProfits: [] });
const held = async () =>
  (await rows('select quantity from positions where closed_at is null')).map(({ quantity }) =>
    print(d(String(quantity))),
  );

it.each(['spot', 'usdm'] as const)(
  'an entry of ours that waits on %s for its price is no difference',
  async (market) => {
    await desk.alert({ market, intent: 'open_long', orderType: 'stop', stopPrice: d('51000') });
    expect(await exchange.openOrders(market)).toMatchObject([{ isOurs: true, isConditional: true }]);
    await compare();
    expect((await aMinuteLater()).reconciliation.findings).toEqual([]);
    world.fake.setPrice('BTCUSDT', '51000');
    await desk.tick();
    await compare();
    expect((await aMinuteLater()).reconciliation.findings, 'nor is it once it has filled').toEqual([]);
  },
);

describe('a position that nobody here made', () => {
  const differs = { kind: 'position_differs', market: 'usdm', symbol: 'BTCUSDT', ours: '0', theirs: '0.01' };

  it('is told once it was found twice, once, and keeps since when', async () => {
    expect((await compare()).reconciliation).toMatchObject({ findings: [] });
    await byHand({});
    const { reconciliation: first } = await aMinuteLater();
    expect(first.findings).toEqual([{ ...differs, since: world.clock.now(), isTold: false }]);
    expect([logged, await notified()], 'what is found once may be a matter of time').toEqual([[], []]);
    const { reconciliation: second } = await aMinuteLater();
    expect(second.findings).toEqual([{ ...differs, since: first.comparedAt, isTold: true }]);
    await aMinuteLater();
    expect(logged).toHaveLength(1);
    expect(await notified()).toMatchObject([
      {
        ...{ kind: 'account_differs', severity: 'alarm' },
        title: expect.stringContaining('BTCUSDT (usdm) is 0 in our books and 0.01 on the exchange'),
      },
    ]);
    expect(await deps().reconciliations.last(account)).toMatchObject({ findings: second.findings });
    expect(await deps().reconciliations.list('usr_2'), 'of another user').toEqual([]);
  });

  it('is told again when it is gone', async () => {
    await byHand({});
    await compare();
    await aMinuteLater();
    await byHand({ side: 'sell', reduceOnly: true, purpose: 'close', clientOrderId: 'web-by-hand-2' });
    expect((await aMinuteLater()).reconciliation.findings).toEqual([]);
    expect(await notified()).toMatchObject([
      { kind: 'account_differs' },
      { kind: 'account_agrees', severity: 'info', title: expect.stringContaining('agree again') },
    ]);
  });

  it('is the same difference while we trade in the symbol ourselves', async () => {
    await byHand({});
    await compare();
    await aMinuteLater();
    await openLong();
    const { reconciliation } = await aMinuteLater();
    expect(reconciliation.findings).toMatchObject([{ ours: '0.01', theirs: '0.02', isTold: true }]);
    expect(await notified()).toHaveLength(1);
  });

  it('halts the account where a strategy wants that, until a person resumes, and not again for the same', async () => {
    await database.pool.query(`update strategies set on_difference = 'halt'`);
    await byHand({});
    await compare();
    expect(await deps().tradingStates.list('usr_1')).toEqual([]);
    await aMinuteLater();
    expect(await deps().tradingStates.list('usr_1')).toMatchObject([
      {
        ...{ source: 'reconciliation', accountId: 'acc_1', state: 'halted', setBy: 'reconciliation:str_1' },
        reason: expect.stringContaining('0 in our books and 0.01 on the exchange'),
      },
    ]);
    expect((await deps().tradingStates.list('usr_1'))[0]).not.toHaveProperty('expiresAt');
    expect(await notified()).toMatchObject([{ kind: 'trading_stopped' }, { kind: 'account_differs' }]);
    const entry = await openLong();
    expect(await rows(`select status, reason_code from alerts where id = '${entry}'`)).toEqual([
      { status: 'denied', reason_code: 'trading_state' },
    ]);
    const at = world.clock.now();
    const audit = { id: 'aud_1', userId: 'usr_1', actor: 'tok', action: 'trading_state.set', subject: '', at } as const;
    await deps().tradingStates.set(
      'usr_1',
      { source: 'person', state: 'active', setBy: 'tok', setAt: at, accountId: 'acc_1' },
      { ...audit, detail: {} },
    );
    await aMinuteLater();
    const states = await deps().tradingStates.list('usr_1');
    expect(states.map(({ source, state }) => [source, state])).toEqual([['person', 'active']]);
  });
});

describe('orders', () => {
  it('made by hand are seen, kept apart from alarms, and left alone', async () => {
    await byHand({ type: 'limit', price: d('40000'), timeInForce: 'gtc' } as Partial<OrderRequest>);
    await compare();
    const { reconciliation } = await aMinuteLater();
    expect(reconciliation.findings).toMatchObject([{ kind: 'foreign_order', clientOrderId: 'web-by-hand' }]);
    expect(await notified()).toEqual([]);
    expect(await exchange.openOrders('usdm')).toHaveLength(1);
  });

  it('of ours that have filled there are looked up in their lane, and the position follows', async () => {
    await openLong();
    await compare();
    world.fake.setPrice('BTCUSDT', '48900');
    const { resynced, reconciliation } = await aMinuteLater();
    expect(reconciliation.findings.map(({ kind }) => kind).sort()).toEqual(['missing_order', 'position_differs']);
    expect(resynced).toHaveLength(1);
    expect(await rows(`select kind from work`)).toContainEqual({ kind: 'sync_order' });
    await desk.work();
    expect(await held()).toEqual([]);
    expect((await aMinuteLater()).reconciliation.findings).toEqual([]);
    expect(await notified(), 'repaired before it lasted').toEqual([]);
  });

  it('that ended here without fills that the exchange has are reopened, looked up and ended again', async () => {
    const id = await desk.alert({ market: 'usdm', intent: 'buy', orderType: 'limit', price: d('49000') });
    await compare();
    await database.pool.query(`update orders set status = 'canceled', exchange_order_id = null, updated_at = $1`, [
      world.clock.now(),
    ]);
    world.fake.setPrice('BTCUSDT', '48900');
    expect(await held()).toEqual([]);
    const { resynced } = await aMinuteLater();
    expect(resynced).toHaveLength(1);
    await desk.work();
    expect(await held()).toEqual(['0.01']);
    expect(await rows(`select status from orders`)).toEqual([{ status: 'filled' }]);
    expect(await rows(`select status from alerts where id = '${id}'`)).toEqual([{ status: 'filled' }]);
    expect(await rows(`select count(*)::int as n from fills`)).toEqual([{ n: world.fake.ledger.executions().length }]);
    const names = (await rows(`select name from events order by id`)).map(({ name }) => name);
    expect(names).toContain('order_reopened');
    const again = await aMinuteLater();
    expect([again.resynced, again.reconciliation.findings]).toEqual([[], []]);
  });

  it('on spot, where a balance tells of no purchase, are found by their trades', async () => {
    await desk.alert({ market: 'spot', intent: 'buy', orderType: 'limit', price: d('49000') });
    await compare();
    await database.pool.query(`update orders set status = 'expired', updated_at = $1`, [world.clock.now()]);
    world.fake.setPrice('BTCUSDT', '48900');
    expect((await aMinuteLater()).resynced).toHaveLength(1);
    await desk.work();
    expect(await rows(`select status from orders`)).toEqual([{ status: 'filled' }]);
    expect(await held()).toEqual(['0.00999']);
    expect((await aMinuteLater()).reconciliation.findings).toEqual([]);
  });

  it('that rest there although they ended here are taken back into the books', async () => {
    await desk.alert({ market: 'usdm', intent: 'buy', orderType: 'limit', price: d('49000') });
    await database.pool.query(`update orders set status = 'canceled', updated_at = $1`, [world.clock.now()]);
    world.clock.advance(1_000);
    expect((await compare()).resynced, 'it may have been canceled while the exchange was asked').toEqual([]);
    world.clock.advance(4_000);
    const { reconciliation, resynced } = await compare();
    expect(reconciliation.findings).toMatchObject([{ kind: 'unknown_order' }]);
    expect(resynced).toHaveLength(1);
    await desk.work();
    expect(await rows(`select status from orders`)).toEqual([{ status: 'open' }]);
    expect((await aMinuteLater()).reconciliation.findings).toEqual([]);
    expect(await exchange.openOrders('usdm')).toHaveLength(1);
  });

  it('that bear our mark and are in no book of ours are told, and left alone', async () => {
    const lost = { type: 'limit', price: d('40000'), clientOrderId: 'tvabcdefghijklmnopqrstuvwxyz-1' } as const;
    await byHand(lost as Partial<OrderRequest>);
    await compare();
    const { resynced } = await aMinuteLater();
    expect(resynced).toEqual([]);
    expect(await notified()).toMatchObject([{ title: expect.stringContaining('bears our mark') }]);
    expect(await exchange.openOrders('usdm')).toHaveLength(1);
  });
});

describe('a symbol', () => {
  it('with an alert to carry out is passed over, and what was found before stands', async () => {
    await byHand({});
    await compare();
    await aMinuteLater();
    await database.pool.query(
      `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
       values ('acc_1:usdm:BTCUSDT', 'execute_signal', 'usr_1', 'alt_1', 1, now(), now())`,
    );
    expect((await aMinuteLater()).reconciliation.findings).toMatchObject([{ isTold: true }]);
    expect(await notified(), 'neither new nor gone').toHaveLength(1);
  });

  it('whose orders and protection are only looked at is compared', async () => {
    await byHand({});
    await database.pool.query(
      `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
       values ('acc_1:usdm:BTCUSDT', 'protect', 'usr_1', 'alt_1', 1, now(), now())`,
    );
    expect((await compare()).reconciliation.findings).toHaveLength(1);
  });

  it('in which a step waits for its time is compared', async () => {
    await byHand({});
    await database.pool.query(
      `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
       values ('acc_1:usdm:BTCUSDT', 'execute_signal', 'usr_1', 'alt_1', 1, now() + interval '1 hour', now())`,
    );
    expect((await compare()).reconciliation.findings).toHaveLength(1);
  });
});

it('a hedged account is compared side by side', async () => {
  exchange = world.open({ hedgeMode: true }).exchange;
  await openLong();
  expect((await compare()).reconciliation.findings).toEqual([]);
  await byHand({ side: 'sell', quantity: d('0.03') });
  expect((await aMinuteLater()).reconciliation.findings).toMatchObject([
    { kind: 'position_differs', positionSide: 'short', ours: '0', theirs: '-0.03' },
  ]);
});

it('an exchange that does not answer is stated, told after five minutes, and told when it answers again', async () => {
  await compare();
  const comparedAt = world.clock.now();
  const working = exchange;
  const silence = new AppError('exchange_unavailable', 'no answer within 5000 ms');
  exchange = { ...working, openOrders: async () => Promise.reject(silence) };
  for (let minute = 0; minute < 7; minute += 1) await expect(aMinuteLater()).rejects.toThrow('no answer');
  const since = new Date(comparedAt.getTime() + 60_000);
  expect(await deps().reconciliations.last(account)).toMatchObject({
    comparedAt,
    failing: { since, at: world.clock.now(), reason: 'no answer within 5000 ms', isTold: true },
  });
  expect(await notified()).toMatchObject([
    { kind: 'exchange_unreachable', severity: 'warning', title: expect.stringContaining(since.toISOString()) },
  ]);
  exchange = working;
  expect((await aMinuteLater()).reconciliation).not.toHaveProperty('failing');
  expect(await notified()).toMatchObject([{}, { kind: 'exchange_reached' }]);
});

it('of two comparisons at once one is kept, and each tells once', async () => {
  await byHand({});
  await compare();
  world.clock.advance(60_000);
  await Promise.all([compare(), compare(), compare()]);
  expect(await notified()).toHaveLength(1);
});

describe('what is gone from the exchange', () => {
  const positions = () => pgPositionList(database.pool);
  async function writeOff(userId = 'usr_1') {
    const { items } = await positions().list('usr_1', { limit: 1, status: 'all' });
    const accounts = { find: async (asked: string) => (asked === 'usr_1' ? account : undefined) };
    return writeOffPosition(
      { ...deps(), accounts, positions: positions() },
      { userId, actor: 'tok_1', positionId: items[0]?.id ?? '' },
    );
  }
  const sellByHand = (quantity: string) =>
    byHand({
      side: 'sell',
      reduceOnly: true,
      purpose: 'close',
      quantity: d(quantity),
      clientOrderId: `web-${quantity}`,
    });

  it('is written off when a person says so, and what protected it goes along', async () => {
    await openLong();
    await compare();
    expect(await writeOff()).toMatchObject({ outcome: 'refused', code: 'no_difference' });
    await sellByHand('0.01');
    expect(await writeOff(), 'found once').toMatchObject({
      code: 'no_difference',
      reason: expect.stringContaining('twice'),
    });
    world.clock.advance(60_000);
    expect(await writeOff('usr_2')).toEqual({ outcome: 'not_found' });
    expect(await writeOff()).toMatchObject({ outcome: 'written_off', position: { closedAt: world.clock.now() } });
    expect(await writeOff()).toMatchObject({ code: 'already_closed' });
    await desk.tick();
    expect([await held(), await exchange.openOrders('usdm')]).toEqual([[], []]);
    expect((await aMinuteLater()).reconciliation.findings).toEqual([]);
    expect((await rows(`select action, detail from audit where action like 'position%'`))[0]).toMatchObject({
      detail: { symbol: 'BTCUSDT', before: '0.01', after: '0' },
    });
    await openLong();
    expect(await held(), 'and the next entry begins anew').toEqual(['0.01']);
  });

  it('in a part leaves the rest with what it cost', async () => {
    await openLong();
    await sellByHand('0.004');
    await compare();
    world.clock.advance(60_000);
    expect(await writeOff()).toMatchObject({ outcome: 'written_off' });
    expect(await rows('select quantity::text, round(entry_notional, 2)::text as cost from positions')).toEqual([
      { quantity: '0.006', cost: '300.00' },
    ]);
  });

  it('is not written off while a worker has the lane, nor where more is there than ours', async () => {
    await openLong();
    await sellByHand('0.01');
    await compare();
    world.clock.advance(60_000);
    await database.pool.query(`update lanes set leased_until = now() + interval '1 minute'`);
    expect(await writeOff()).toMatchObject({ code: 'lane_busy' });
    await database.pool.query('update lanes set leased_until = null');
    await byHand({ quantity: d('0.05') });
    await compare();
    world.clock.advance(60_000);
    expect(await writeOff()).toMatchObject({
      code: 'no_difference',
      reason: expect.stringContaining('not ours to take'),
    });
    expect(await held()).toEqual(['0.01']);
  });
});
