import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Market } from '../../../shared/markets/market.ts';
import { decimal, print } from '../../../shared/money/decimal.ts';
import { queueSync } from '../../../shared/orders/queue-sync.pg.ts';
import { pgWorkQueue } from '../../../shared/queue/queue.pg.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import type { KeptUserStreams } from '../../../shared/user-streams/keep-user-streams.ts';
import type { StreamFault } from '../../support/binance/faults/stream-faults.ts';
import { aSignal } from '../../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { insertKey, type UserStreamWorld, userStreamWorld } from '../../support/user-streams.ts';

const markets: Market[] = ['spot', 'usdm'];
const EVENTS: Record<Market, string> = { spot: 'executionReport', usdm: 'ORDER_TRADE_UPDATE' };

let database: TestDatabase;
let world: UserStreamWorld;
let streams: KeptUserStreams;

beforeAll(async () => {
  database = await testDatabase('user-streams');
});
afterAll(() => database.close());
afterEach(async () => {
  expect(await world.close(), 'the fake was asked nothing that it could not answer').toEqual([]);
});

const rows = async (text: string): Promise<Record<string, unknown>[]> => (await database.pool.query(text)).rows;
const until = (check: () => void | Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 5_000, interval: 10 });
const connected = () => streams.states().filter(({ connectedSince }) => connectedSince !== undefined);
const lookUps = (): string[] =>
  world.fake.ledger
    .requests()
    .filter(({ method, path }) => method === 'GET' && /\/(order|algoOrder)$/.test(path))
    .map(({ path, params }) => `${path} ${JSON.stringify(params)}`);
const orders = async () =>
  (await rows('select side, type, status from orders order by created_at, id')).map(
    ({ side, type, status }) => `${side} ${type} ${status}`,
  );
const filled = async () => {
  const fills = await rows('select quantity from fills');
  return print(fills.reduce((total, { quantity }) => total.plus(decimal(String(quantity))), decimal('0')));
};
const worked = async () => expect(await rows('select kind from work')).toEqual([]);

async function listening(market: Market): Promise<void> {
  world = await userStreamWorld(database.pool, market);
  streams = world.hear();
  await until(() => expect(connected()).toHaveLength(1));
}

const entry = (more: Partial<Signal> = {}): Signal => aSignal({ orderType: 'limit', price: decimal('49000'), ...more });
const guarded = (more: Partial<Signal> = {}): Signal =>
  entry({ stopLoss: { kind: 'pct', value: decimal('2') }, ...more });

describe.each(markets)('what is told on %s', (market) => {
  it('makes a resting entry filled and protected, with nobody asking every minute', async () => {
    await listening(market);
    await world.alert(guarded());
    expect(await orders()).toEqual(['buy limit open']);
    world.fake.setPrice('BTCUSDT', '48990');
    await until(async () => expect(await orders()).toEqual(['buy limit filled', 'sell stop_market open']));
    expect(await filled()).toBe('0.01');
  });

  it.each<{ case: string; fault: StreamFault }>([
    { case: 'twice', fault: { kind: 'duplicate' } },
    { case: 'late', fault: { kind: 'delay', ms: 60 } },
    { case: 'in the wrong order', fault: { kind: 'reorder' } },
  ])('counts once when it comes $case', async ({ fault }) => {
    await listening(market);
    await world.alert(entry({ size: { type: 'base', value: decimal('0.03') } }));
    world.fake.fillInParts({ parts: 3, ticksApart: 1 });
    world.fake.streamFaults.next({ market, event: EVENTS[market] }, fault, 3);
    for (const price of ['48990', '48980', '48970']) world.fake.setPrice('BTCUSDT', price);
    await until(async () => expect(await orders()).toEqual(['buy limit filled']));
    await until(worked);
    expect(await filled()).toBe('0.03');
    expect(await rows('select quantity from positions where closed_at is null')).toHaveLength(1);
  });

  it('is found after a connection was lost in the middle of it', async () => {
    await listening(market);
    await world.alert(entry());
    world.fake.streamFaults.next({ market, event: EVENTS[market] }, { kind: 'disconnect' });
    world.fake.setPrice('BTCUSDT', '48990');
    await until(async () => expect(await orders()).toEqual(['buy limit filled']));
    expect(connected()).toHaveLength(1);
  });

  it('asks nothing about what we did ourselves', async () => {
    await listening(market);
    await world.alert(entry());
    await world.alert(aSignal({ symbol: 'ETHUSDT', size: { type: 'base', value: decimal('0.1') } }));
    await world.alert(entry({ price: decimal('48000') }));
    await world.alert(aSignal({ intent: 'cancel_orders' }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await until(worked);
    expect(world.rings(), 'an answer of our own is not asked about once more').toBe(0);
  });
});

it('is ended by a stop that was triggered, which takes its target along', async () => {
  await listening('usdm');
  await world.alert(
    aSignal({
      stopLoss: { kind: 'pct', value: decimal('2') },
      takeProfits: [{ kind: 'pct', value: decimal('4') }],
    }),
  );
  await until(async () => expect((await orders()).filter((one) => one.endsWith('open'))).toHaveLength(2));
  world.fake.setPrice('BTCUSDT', '48900');
  await until(async () => expect(await rows('select 1 from positions where closed_at is null')).toEqual([]));
  await until(async () => expect((await orders()).filter((one) => one.endsWith('open'))).toEqual([]));
  expect(world.fake.ledger.executions(), 'in and out, once each').toHaveLength(2);
});

it('is of no interest when the order is not ours', async () => {
  await listening('usdm');
  await world.alert(entry());
  await world.tradeByHand('BTCUSDT', '0.02');
  expect(world.fake.ledger.executions()).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([lookUps(), world.rings()]).toEqual([[], 0]);
});

describe('streams', () => {
  it('are opened where something may happen, closed with the key, and opened anew with another one', async () => {
    await listening('usdm');
    expect(streams.states()).toMatchObject([{ accountId: 'acc_1', market: 'usdm' }]);
    await database.pool.query(`update strategies set status = 'disabled'`);
    await until(() => expect(streams.states()).toEqual([]));
    await database.pool.query(`update strategies set status = 'enabled', default_market = 'spot'`);
    await until(() => expect(connected()).toMatchObject([{ market: 'spot' }]));
    const [first] = connected();
    await database.pool.query('update exchange_keys set replaced_at = now()');
    await until(() => expect(connected()[0]?.connectedSince?.getTime()).not.toBe(first?.connectedSince?.getTime()));
    await until(() => expect(connected()).toHaveLength(1));
    await database.pool.query('delete from exchange_keys');
    await until(() => expect(streams.states()).toEqual([]));
    await insertKey(database.pool);
    await until(() => expect(connected()).toHaveLength(1));
  });

  it('of two processes do what one does', async () => {
    await listening('usdm');
    const other = world.hear();
    await until(() => expect(other.states()[0]?.connectedSince).toBeDefined());
    await world.alert(guarded());
    world.fake.setPrice('BTCUSDT', '48990');
    await until(async () => expect(await orders()).toEqual(['buy limit filled', 'sell stop_market open']));
    await until(worked);
    expect(await filled()).toBe('0.01');
    expect(world.fake.ledger.executions()).toHaveLength(1);
  });

  it('are silent once they are closed', async () => {
    await listening('usdm');
    await world.alert(entry());
    await streams.close();
    world.fake.setPrice('BTCUSDT', '48990');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([world.rings(), streams.states(), await orders()]).toEqual([0, [], ['buy limit open']]);
  });
});

it('what is told while its lane asks already is asked about once more', async () => {
  await listening('usdm');
  await world.alert(entry());
  await streams.close();
  const [row] = await rows('select client_order_id from orders');
  const sync = { userId: 'usr_1', accountId: 'acc_1', clientOrderId: String(row?.client_order_id) };
  const told = { status: 'partially_filled', filledQuantity: '0.005' } as const;
  expect(await queueSync(database.pool, { ...sync, told, isPatient: true })).toBe('queued');
  const queue = pgWorkQueue(database.pool);
  const [lease] = await queue.claimLanes(1, 30_000);
  const head = lease && (await queue.head(lease));
  if (lease === undefined || head === undefined) throw new Error('There is no work');
  expect(await queueSync(database.pool, { ...sync, told, isPatient: true })).toBe('busy');
  expect(await queueSync(database.pool, { ...sync, told, isPatient: false })).toBe('queued');
  await queue.drop(lease, head);
  expect(await queue.head(lease), 'what was told later is still to be asked about').toMatchObject({
    kind: 'sync_order',
  });
  const known = { status: 'open', filledQuantity: '0' } as const;
  expect(await queueSync(database.pool, { ...sync, told: known, isPatient: true })).toBe('known');
  expect(await queueSync(database.pool, { ...sync, userId: 'usr_2', told, isPatient: true })).toBe('known');
});

it('a step that holds the lane until it tries again tries now', async () => {
  await listening('usdm');
  await world.alert(entry());
  await streams.close();
  await database.pool.query(
    `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
     select account_id || ':usdm:' || symbol, 'execute_signal', user_id, 'alt_other', 1, now() + interval '1 hour', now() from orders`,
  );
  const sync = async (status: string) => {
    await database.pool.query('update orders set status = $1', [status]);
    const [row] = await rows('select client_order_id from orders');
    const told = { status: 'filled', filledQuantity: '0.01' } as const;
    const order = { userId: 'usr_1', accountId: 'acc_1', clientOrderId: String(row?.client_order_id) };
    return queueSync(database.pool, { ...order, told, isPatient: true });
  };
  const due = () => rows('select kind from work where due_at <= now() order by seq');
  expect(await sync('unknown'), 'what has not begun waits on purpose').toBe('busy');
  await database.pool.query('update work set is_begun = true');
  expect(await sync('unknown'), 'its own work finds out').toBe('queued');
  expect(await due()).toEqual([{ kind: 'execute_signal' }]);
  expect(await sync('unknown'), 'nothing is left to be done').toBe('busy');
  await database.pool.query(`update work set due_at = now() + interval '1 hour'`);
  expect(await sync('open')).toBe('queued');
  expect(await due()).toEqual([{ kind: 'execute_signal' }, { kind: 'sync_order' }]);
  await database.pool.query('truncate work');
});
