import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepCountdowns } from '../../../shared/countdowns/keep-countdowns.ts';
import { type RenewCountdownsDeps, renewCountdowns } from '../../../shared/countdowns/renew-countdowns.ts';
import { pgCountdownStore } from '../../../shared/countdowns/store.pg.ts';
import { silentLog } from '../../../shared/log/logger.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { aSignal } from '../../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { type UserStreamWorld, userStreamWorld } from '../../support/user-streams.ts';

let database: TestDatabase;
let world: UserStreamWorld;
let nowMs: number;

beforeAll(async () => {
  database = await testDatabase('countdowns');
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate countdowns');
  world = await userStreamWorld(database.pool, 'usdm');
  nowMs = Date.now();
});
afterEach(async () => {
  expect(await world.close(), 'the fake was asked nothing that it could not answer').toEqual([]);
});

const setting = (seconds: number | null) =>
  database.pool.query('update accounts set settings = $1', [
    seconds === null ? {} : { cancelOrdersAfterSeconds: seconds },
  ]);
const deps = (): RenewCountdownsDeps => ({
  countdowns: pgCountdownStore(database.pool),
  chooseExchange: world.chooseExchange,
  now: () => new Date(nowMs),
});
const renew = (everySeconds = 1) => renewCountdowns(deps(), { everySeconds });
/** What the exchange was told, "BTCUSDT 60000". */
const told = (): string[] =>
  world.fake.ledger
    .requests()
    .filter(({ path }) => path.endsWith('/countdownCancelAll'))
    .map(({ params }) => `${params.symbol} ${params.countdownTime}`);
const running = async () =>
  (await database.pool.query('select symbol from countdowns')).rows.map(({ symbol }) => symbol);
const entry = (more = {}) => aSignal({ orderType: 'limit', price: decimal('49000'), ...more });
const orders = async () =>
  (await database.pool.query('select type, status from orders order by created_at, id')).rows.map(
    ({ type, status }) => `${type} ${status}`,
  );

describe('a countdown', () => {
  it('is off unless it is asked for', async () => {
    await world.alert(entry());
    await renew();
    expect([told(), await running()]).toEqual([[], []]);
  });

  it('starts where orders rest, is renewed in time, and is called off when none do', async () => {
    await setting(60);
    await renew();
    expect(told()).toEqual([]);
    await world.alert(entry());
    await renew();
    await renew();
    expect(told(), 'not more often than it has to be').toEqual(['BTCUSDT 60000']);
    nowMs += 15_000;
    await renew();
    expect(told()).toEqual(['BTCUSDT 60000', 'BTCUSDT 60000']);
    await world.alert(aSignal({ intent: 'cancel_orders' }));
    await renew();
    await renew();
    expect(told()).toEqual(['BTCUSDT 60000', 'BTCUSDT 60000', 'BTCUSDT 0']);
    expect(await running()).toEqual([]);
  });

  it('starts where an entry waits for its stop price', async () => {
    await setting(60);
    await world.alert(entry({ orderType: 'stop', price: undefined, stopPrice: decimal('51000') }));
    expect(await orders()).toEqual(['stop_market open']);
    await renew();
    expect(told()).toEqual(['BTCUSDT 60000']);
  });

  it('is called off when it is not asked for any more', async () => {
    await setting(60);
    await world.alert(entry());
    await renew();
    await setting(null);
    await renew();
    expect([told().at(-1), await running()]).toEqual(['BTCUSDT 0', []]);
  });

  it('is called off before a stop is placed, and does not run beside it', async () => {
    await setting(60);
    await world.alert(entry({ stopLoss: { kind: 'pct', value: decimal('2') } }));
    await renew();
    world.hear();
    world.fake.setPrice('BTCUSDT', '48990');
    await expect.poll(orders, { timeout: 5_000 }).toEqual(['limit filled', 'stop_market open']);
    const paths = world.fake.ledger.requests().map(({ method, path }) => `${method} ${path}`);
    const [off, stop] = ['POST /fapi/v1/countdownCancelAll', 'POST /fapi/v1/algoOrder'].map((one) =>
      paths.lastIndexOf(one),
    );
    expect(told().at(-1)).toBe('BTCUSDT 0');
    expect(off).toBeLessThan(Number(stop));
    await world.alert(entry({ price: decimal('48000') }));
    const before = told().length;
    await renew();
    await renew();
    expect(told().slice(before), 'one that was known is called off once more, and none is started').toEqual([
      'BTCUSDT 0',
    ]);
  });

  it('that is too short for how often it can be renewed is not started, and one that runs is left to others', async () => {
    await setting(60);
    await world.alert(entry());
    await renew(60);
    expect([told(), await running()]).toEqual([[], []]);
    await renew();
    nowMs += 50_000;
    await renew(60);
    expect([told(), await running()]).toEqual([['BTCUSDT 60000'], ['BTCUSDT']]);
    await setting(150);
    await renew(60);
    expect(told()).toEqual(['BTCUSDT 60000', 'BTCUSDT 150000']);
  });

  it('that was renewed by a process that is gone is called off by the next', async () => {
    await setting(60);
    await world.alert(entry());
    const first = keepCountdowns({ ...deps(), log: silentLog }, { everyMs: 20 });
    await expect.poll(running).toEqual(['BTCUSDT']);
    await first.close();
    await world.alert(aSignal({ intent: 'cancel_orders' }));
    const next = keepCountdowns({ ...deps(), log: silentLog }, { everyMs: 20 });
    await expect.poll(running).toEqual([]);
    await next.close();
    expect(told()).toEqual(['BTCUSDT 60000', 'BTCUSDT 0']);
  });

  it('that has run out is forgotten, and nothing is asked of the exchange', async () => {
    await setting(60);
    await world.alert(entry());
    await renew();
    await database.pool.query(`update orders set status = 'canceled'`);
    nowMs += 61_000;
    await renew();
    expect([told(), await running()]).toEqual([['BTCUSDT 60000'], []]);
  });

  it('that cannot be told is tried again, and fails for nobody else', async () => {
    await setting(60);
    await world.alert(entry());
    world.fake.faults.next({ path: '/fapi/v1/countdownCancelAll' }, { kind: 'reset', executed: false });
    expect((await renew()).failed).toMatchObject([{ accountId: 'acc_1' }]);
    nowMs += 15_000;
    expect((await renew()).failed).toEqual([]);
  });
});
