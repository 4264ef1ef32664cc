import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../shared/exchanges/exchange.ts';
import { decimal as d, print } from '../../../shared/money/decimal.ts';
import type { Level, Signal } from '../../../shared/signals/signal.ts';
import { type BinanceWorld, binanceWorld } from '../../support/binance/binance-world.ts';
import { callSigned } from '../../support/binance/call-binance.ts';
import { SECRET } from '../../support/binance/fake-caller.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { exchangeLanes } from '../../support/exchange-lanes.ts';
import { insertTrader } from '../../support/trading-rows.ts';

let database: TestDatabase;
let world: BinanceWorld;
let exchange: Exchange;
let desk: ReturnType<typeof exchangeLanes>;

beforeAll(async () => {
  database = await testDatabase('position-modes');
});
afterAll(() => database.close());
afterEach(async () => {
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const pct = (value: string, share?: string): Level => ({
  ...{ kind: 'pct', value: d(value) },
  ...(share ? { share: d(share) } : {}),
});

async function held(): Promise<string[]> {
  const { rows } = await database.pool.query('select quantity from positions where closed_at is null');
  return rows.map(({ quantity }) => print(d(String(quantity))));
}
const heldThere = async (): Promise<string[]> =>
  (await exchange.positions('usdm')).map(({ quantity }) => print(quantity)).sort();
const standing = async (): Promise<string[]> =>
  (await exchange.openOrders('usdm'))
    .map(({ side, quantity, isConditional }) => `${isConditional ? 'waits' : 'rests'} ${side} ${print(quantity)}`)
    .sort();
async function statusOf(id: string): Promise<unknown> {
  const { rows } = await database.pool.query('select status from alerts where id = $1', [id]);
  return rows[0]?.status;
}

/** Whatever else the account is set to, an alert has to come to the same. */
describe.each([{ hedgeMode: false }, { hedgeMode: true }])('on an account with hedge mode: $hedgeMode', (setting) => {
  beforeEach(async () => {
    world = await binanceWorld();
    exchange = world.open(setting).exchange;
    desk = exchangeLanes(database.pool, { exchange: () => exchange, now: world.clock.now });
    await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events cascade');
    await insertTrader(database.pool);
  });
  const usdm = (fields: Partial<Signal>) => desk.alert({ market: 'usdm', ...fields });
  const base = (value: string) => ({ size: { type: 'base', value: d(value) } }) as const;
  const openLong = (fields: Partial<Signal> = {}) =>
    usdm({
      ...{ intent: 'open_long', ...base('0.01'), stopLoss: pct('2') },
      ...{ takeProfits: [pct('1', '0.5'), pct('2', '0.5')], ...fields },
    });

  it('a long is opened, protected, and closed by its targets', async () => {
    await openLong();
    expect([await held(), await heldThere()]).toEqual([['0.01'], ['0.01']]);
    expect(await standing()).toEqual(['waits sell 0.005', 'waits sell 0.005', 'waits sell 0.01']);
    world.fake.setPrice('BTCUSDT', '50500');
    await desk.tick();
    expect([await held(), await heldThere()]).toEqual([['0.005'], ['0.005']]);
    expect(await standing()).toEqual(['waits sell 0.005', 'waits sell 0.005']);
    world.fake.setPrice('BTCUSDT', '51000');
    await desk.tick();
    expect([await held(), await heldThere(), await standing()]).toEqual([[], [], []]);
  });

  it('a short is opened, protected, and closed by its stop', async () => {
    await usdm({ intent: 'open_short', ...base('0.01'), stopLoss: pct('2'), takeProfits: [pct('1')] });
    expect([await held(), await heldThere()]).toEqual([['-0.01'], ['-0.01']]);
    expect(await standing()).toEqual(['waits buy 0.01', 'waits buy 0.01']);
    world.fake.setPrice('BTCUSDT', '51100');
    await desk.tick();
    expect([await held(), await heldThere(), await standing()]).toEqual([[], [], []]);
  });

  it('a part is closed by an alert, and the stop is made smaller', async () => {
    await openLong({ takeProfits: [] });
    await usdm({ intent: 'reduce', size: { type: 'pct_position', value: d('40') } });
    await desk.tick();
    expect([await held(), await heldThere()]).toEqual([['0.006'], ['0.006']]);
    expect(await standing()).toEqual(['waits sell 0.006']);
  });

  it('a long is turned into a short, with the stop of the short', async () => {
    await openLong();
    const flip = await usdm({ intent: 'sell', ...base('0.02'), stopLoss: pct('1'), takeProfits: [] });
    await desk.tick();
    expect(await statusOf(flip)).toBe('filled');
    expect([await held(), await heldThere()]).toEqual([['-0.02'], ['-0.02']]);
    expect(await standing()).toEqual(['waits buy 0.02']);
  });

  it('an exit with a limit price rests, and reduces when it is reached', async () => {
    await openLong({ takeProfits: [] });
    await usdm({ intent: 'close_long', orderType: 'limit', price: d('50400') });
    expect(await standing()).toContain('rests sell 0.01');
    world.fake.setPrice('BTCUSDT', '50400');
    await desk.tick();
    expect([await held(), await heldThere(), await standing()]).toEqual([[], [], []]);
  });

  it('a trailing stop follows and closes', async () => {
    await openLong({ takeProfits: [], stopLoss: { ...pct('1'), trailing: true } });
    expect(await standing()).toEqual(['waits sell 0.01']);
    world.fake.setPrice('BTCUSDT', '52000');
    world.fake.setPrice('BTCUSDT', '51400');
    await desk.tick();
    expect([await held(), await heldThere(), await standing()]).toEqual([[], [], []]);
  });

  it('everything is closed by one alert, and a second finds nothing to do', async () => {
    await openLong();
    const flat = await usdm({ intent: 'flat' });
    await desk.tick();
    expect(await statusOf(flat)).toBe('filled');
    expect([await held(), await heldThere(), await standing()]).toEqual([[], [], []]);
    expect(await statusOf(await usdm({ intent: 'flat' }))).toBe('no_op');
  });

  it('what was closed by hand before is not closed again', async () => {
    await openLong({ takeProfits: [], stopLoss: undefined } as unknown as Partial<Signal>);
    const byHand = { market: 'usdm', symbol: 'BTCUSDT', side: 'sell', purpose: 'close', type: 'market' } as const;
    await exchange.place({ ...byHand, reduceOnly: true, quantity: d('0.01'), clientOrderId: 'by-hand' });
    const close = await usdm({ intent: 'flat' });
    expect(await heldThere(), 'never turned into a short').toEqual([]);
    expect(await statusOf(close)).toBe('rejected');
  });
});

describe('an account whose mode is changed between two orders', () => {
  it.each([{ hedgeMode: false }, { hedgeMode: true }])('from $hedgeMode is asked for it again', async (setting) => {
    world = await binanceWorld();
    const opened = world.open(setting);
    exchange = opened.exchange;
    const order = { market: 'usdm', symbol: 'BTCUSDT', quantity: d('0.01') } as const;
    const buy = { ...order, type: 'market', side: 'buy', purpose: 'open', reduceOnly: false } as const;
    const sell = { ...order, type: 'market', side: 'sell', purpose: 'close', reduceOnly: true } as const;
    const stop = { ...sell, type: 'stop_market', stopPrice: d('49000'), purpose: 'protect' } as const;
    expect(await exchange.place({ ...buy, clientOrderId: 'tv1' })).toMatchObject({ status: 'accepted' });
    expect(await exchange.place({ ...sell, clientOrderId: 'tv2' })).toMatchObject({ status: 'accepted' });
    const caller = { apiKey: opened.apiKey, secret: SECRET, now: () => world.clock.now().getTime() };
    await callSigned({ ...caller, baseUrl: world.fake.urls.usdm }, 'POST', '/fapi/v1/positionSide/dual', {
      dualSidePosition: String(!setting.hedgeMode),
    });
    expect(await exchange.place({ ...stop, clientOrderId: 'tv3' })).toMatchObject({ status: 'accepted' });
    expect(await exchange.place({ ...buy, clientOrderId: 'tv4' })).toMatchObject({ status: 'accepted' });
    expect(await exchange.place({ ...sell, clientOrderId: 'tv5' })).toMatchObject({ status: 'accepted' });
    expect(await heldThere()).toEqual([]);
  });
});

describe('the margin type of a strategy', () => {
  beforeEach(async () => {
    world = await binanceWorld();
    exchange = world.open().exchange;
    desk = exchangeLanes(database.pool, { exchange: () => exchange, now: world.clock.now });
    await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events cascade');
    await insertTrader(database.pool);
  });
  const asked = () =>
    world.fake.ledger
      .requests()
      .filter(({ path }) => ['/fapi/v1/marginType', '/fapi/v1/leverage', '/fapi/v1/order'].includes(path))
      .filter(({ method }) => method === 'POST')
      .map(({ path, params }) => `${path.split('/').at(-1)} ${params.marginType ?? params.leverage ?? params.side}`);
  const marginType = (value: string) => database.pool.query('update strategies set margin_type = $1', [value]);
  const usdm = (fields: Partial<Signal>) => desk.alert({ market: 'usdm', ...fields });

  it('is set before the first order, beside the leverage, and need not change for the next', async () => {
    await marginType('isolated');
    await usdm({ intent: 'open_long' });
    await usdm({ intent: 'add' });
    expect(await heldThere()).toEqual(['0.02']);
    const once = ['marginType ISOLATED', 'leverage 1', 'order BUY'];
    expect(asked()).toEqual([...once, ...once]);
  });

  it('is left as it is on the exchange unless the strategy says otherwise, and by exits', async () => {
    await usdm({ intent: 'open_long' });
    await marginType('isolated');
    await usdm({ intent: 'flat' });
    expect(asked()).toEqual(['leverage 1', 'order BUY', 'order SELL']);
  });

  it('that cannot be changed ends the entry with words, and nothing is sent', async () => {
    await usdm({ intent: 'open_long' });
    await marginType('isolated');
    const id = await usdm({ intent: 'add' });
    const { rows } = await database.pool.query('select status, reason from alerts where id = $1', [id]);
    expect(rows).toMatchObject([
      {
        status: 'rejected',
        reason: expect.stringContaining('cannot be set to "isolated" margin while a position is open'),
      },
    ]);
    expect(await heldThere()).toEqual(['0.01']);
  });

  it('is nothing to paper', async () => {
    await marginType('isolated');
    exchange = { ...exchange, capabilities: { ...exchange.capabilities, symbolSettings: false } };
    const id = await usdm({ intent: 'open_long' });
    expect(await statusOf(id)).toBe('filled');
    expect(asked()).toEqual(['order BUY']);
  });
});
