import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../shared/exchanges/exchange.ts';
import { pgPaperExchange } from '../../../shared/exchanges/paper/paper-exchange.pg.ts';
import { seePrice } from '../../../shared/exchanges/paper/see-price.ts';
import { pgPaperStore } from '../../../shared/exchanges/paper/store.pg.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { decimal as d, print } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { type BinanceWorld, binanceWorld } from '../../support/binance/binance-world.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { exchangeLanes } from '../../support/exchange-lanes.ts';
import { insertTrader } from '../../support/trading-rows.ts';

let database: TestDatabase;
let world: BinanceWorld;
let exchange: Exchange;
let lanes: ReturnType<typeof exchangeLanes>;

beforeAll(async () => {
  database = await testDatabase('waiting-orders');
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await binanceWorld();
  await database.pool.query(
    'truncate users, lanes, work, alerts, alert_identities, events, paper_orders, prices cascade',
  );
  await insertTrader(database.pool);
});
afterEach(async () => {
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const stop = (stopPrice: string) => ({ orderType: 'stop', stopPrice: d(stopPrice) }) as const;
const stopLimit = (stopPrice: string, price: string) =>
  ({ orderType: 'stop_limit', stopPrice: d(stopPrice), price: d(price) }) as const;
const trails = (percent: string) =>
  ({
    orderType: 'trailing_stop',
    priceOffset: { kind: 'pct', value: d(percent), from: 'market', towards: 'better' },
  }) as const;
const onePercent = { kind: 'pct', value: d('1') } as const;

describe.each([
  { place: 'Binance USD-M', market: 'usdm' as const, onPaper: false },
  { place: 'Binance Spot', market: 'spot' as const, onPaper: false },
  { place: 'paper USD-M', market: 'usdm' as const, onPaper: true },
  { place: 'paper Spot', market: 'spot' as const, onPaper: true },
])('on $place', ({ market, onPaper }) => {
  const size = { type: 'base' as const, value: d('0.1') };
  const alert = (fields: Partial<Signal>) => lanes.alert({ market, size, ...fields });
  const open = (fields: Partial<Signal>) => alert({ intent: 'open_long', ...fields });

  beforeEach(async () => {
    const { now } = world.clock;
    exchange = onPaper
      ? pgPaperExchange(database.pool, { account: { id: 'acc_1' }, now, newId: idMaker(now) })
      : world.open().exchange;
    await database.pool.query(
      `insert into paper_balances (account_id, market, asset, free) values ('acc_1', $1, 'USDT', 20000)`,
      [market],
    );
    lanes = exchangeLanes(database.pool, { exchange: () => exchange, now });
  });

  const priceIs = async (price: string): Promise<void> => {
    const { now } = world.clock;
    const deps = { store: pgPaperStore(database.pool), now, newId: idMaker(now) };
    if (!onPaper) world.fake.setPrice('BTCUSDT', price);
    else await seePrice(deps, { market, symbol: 'BTCUSDT', price: d(price), seenAt: now(), source: 'test' });
    world.clock.advance(1_000);
    await lanes.tick();
  };
  const held = async (): Promise<number | undefined> => {
    const [position] = await lanes.rowsOf('select quantity from positions where closed_at is null');
    return position && Number(position.quantity);
  };
  /** What stands on the exchange itself, by kind. */
  const standing = async (): Promise<string[]> =>
    (await exchange.openOrders(market))
      .map(({ side, quantity, isConditional }) => `${isConditional ? 'waits' : 'rests'} ${side} ${print(quantity)}`)
      .sort();
  const protective = () =>
    lanes.rowsOf(
      `select type, stop_price::float as stop_price from orders where purpose = 'protect' and status = 'open'`,
    );

  it('a stop entry waits, and is protected from the moment that it is filled', async () => {
    const id = await open({ ...stop('51000'), stopLoss: onePercent });
    expect(await lanes.alertOf(id)).toMatchObject({ status: 'working' });
    expect(await standing()).toEqual(['waits buy 0.1']);
    await priceIs('50900');
    expect([await held(), await protective()]).toEqual([undefined, []]);
    await priceIs('51000');
    expect(await lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect(await held()).toBeCloseTo(0.1, 3);
    const [guard] = await protective();
    expect(guard).toMatchObject({ type: 'stop_market' });
    expect(Number(guard?.stop_price)).toBeCloseTo(51_000 * 0.99, -2);
  });

  it('a stop entry with a limit is not filled beyond it', async () => {
    const id = await open(stopLimit('51000', '51100'));
    await priceIs('51500');
    expect([await held(), await lanes.alertOf(id)]).toMatchObject([undefined, { status: 'working' }]);
    expect(await standing()).toEqual(['rests buy 0.1']);
    await priceIs('51050');
    expect(await lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    const [order] = await lanes.rowsOf(`select average_price::float as paid from orders where alert_id = $1`, [id]);
    expect(Number(order?.paid)).toBeLessThanOrEqual(51_100);
  });

  it('a trailing entry follows the market down and buys once it turns', async () => {
    const id = await open(trails('1'));
    expect(await standing()).toEqual(['waits buy 0.1']);
    await priceIs('48000');
    await priceIs('48400');
    expect(await held()).toBeUndefined();
    await priceIs('48480');
    expect([await lanes.alertOf(id), await held()]).toMatchObject([{ status: 'filled' }, expect.closeTo(0.1, 3)]);
  });

  it('a stop on the wrong side is denied with both prices, and nothing is sent', async () => {
    const id = await open(stop('49000'));
    expect(await lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'stop_price' });
    const { reason } = (await lanes.alertOf(id)) ?? {};
    expect([String(reason).includes('"49000"'), String(reason).includes('"50000"')]).toEqual([true, true]);
    expect(await standing()).toEqual([]);
  });

  it('cancel_orders takes along what waits', async () => {
    const id = await open(stop('51000'));
    const canceling = await alert({ intent: 'cancel_orders' });
    expect(await lanes.alertOf(canceling)).toMatchObject({ status: 'done' });
    expect([await lanes.alertOf(id), await standing()]).toMatchObject([{ status: 'canceled' }, []]);
    await priceIs('52000');
    expect(await held()).toBeUndefined();
  });

  it('an entry that waits counts for the notional of the position at its trigger', async () => {
    await database.pool.query(`update strategies set limits = '{"maxPositionNotional": "8000"}'`);
    await open(stop('51000'));
    const second = await open(stop('52000'));
    expect(await lanes.alertOf(second)).toMatchObject({ status: 'denied', reason_code: 'max_position_notional' });
    expect((await lanes.alertOf(second))?.reason).toContain('10300');
  });

  it('an exit that waits only reduces, and leaves nothing behind', async () => {
    await open({});
    const id = await alert({ intent: 'flat', ...stop('49000') });
    expect(await lanes.alertOf(id)).toMatchObject({ status: 'working' });
    const rows = await lanes.rowsOf(`select reduce_only, purpose, type from orders where alert_id = $1`, [id]);
    expect(rows).toEqual([{ reduce_only: true, purpose: 'close', type: 'stop_market' }]);
    expect((await standing()).map((one) => one.slice(0, 10))).toEqual(['waits sell']);
    await priceIs('48900');
    expect(await lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect([await held(), await standing()]).toEqual([undefined, []]);
  });

  it('an exit that trails follows the market up and sells once it turns', async () => {
    await open({});
    const id = await alert({ intent: 'flat', ...trails('1') });
    await priceIs('52000');
    await priceIs('51400');
    expect([await lanes.alertOf(id), await held()]).toMatchObject([{ status: 'filled' }, undefined]);
  });

  it('an exit at the market takes along the exit that waits', async () => {
    await open({});
    const waiting = await alert({ intent: 'flat', ...stopLimit('49000', '48900') });
    const exit = await alert({ intent: 'flat' });
    expect([await lanes.alertOf(exit), await lanes.alertOf(waiting)]).toMatchObject([
      { status: 'filled' },
      { status: 'canceled' },
    ]);
    expect([await held(), await standing()]).toEqual([undefined, []]);
  });
});

describe('on Binance', () => {
  const size = { type: 'base' as const, value: d('0.1') };
  beforeEach(() => {
    exchange = world.open().exchange;
    lanes = exchangeLanes(database.pool, { exchange: () => exchange, now: world.clock.now });
  });
  const usdm = (fields: Partial<Signal>) => lanes.alert({ market: 'usdm', size, ...fields });
  const conditional = async () => (await exchange.openOrders('usdm')).length;

  it.each(['spot', 'usdm'] as const)(
    'what the market of %s came to meanwhile is refused, and said so',
    async (market) => {
      world.fake.setPrice('BTCUSDT', '52000');
      const id = await lanes.alert({ intent: 'open_long', market, size, ...stop('51000') });
      const ended = await lanes.alertOf(id);
      expect(ended).toMatchObject({ status: 'rejected' });
      expect(ended?.reason).toMatch(market === 'usdm' ? /^-2021: / : /^-2010: /);
      expect(await exchange.openOrders(market)).toEqual([]);
    },
  );

  it('a turn takes along the exit that waits, and with cancelFirst the entry as well', async () => {
    await usdm({ intent: 'open_long' });
    const exit = await usdm({ intent: 'flat', ...stop('49000') });
    const entry = await usdm({ intent: 'open_long', ...stop('51000') });
    await usdm({ intent: 'sell' });
    expect([await lanes.alertOf(exit), await lanes.alertOf(entry)]).toMatchObject([
      { status: 'canceled' },
      { status: 'working' },
    ]);
    expect(await conditional()).toBe(1);
    await usdm({ intent: 'buy', cancelFirst: true });
    expect([await lanes.alertOf(entry), await conditional()]).toMatchObject([{ status: 'canceled' }, 0]);
  });

  it('a stop entry that fills in part is protected for that part', async () => {
    const id = await usdm({ intent: 'open_long', ...stopLimit('51000', '51100'), stopLoss: onePercent });
    world.fake.fillInParts({ parts: 2, ticksApart: 0 });
    world.fake.setPrice('BTCUSDT', '51050');
    await lanes.tick();
    const [order] = await lanes.rowsOf(
      `select filled_quantity::float as filled, status from orders where alert_id = $1 and purpose = 'open'`,
      [id],
    );
    const [guard] = await lanes.rowsOf(
      `select quantity::float as quantity from orders where purpose = 'protect' and status = 'open'`,
    );
    expect(order).toEqual({ filled: 0.05, status: 'partially_filled' });
    expect(guard).toEqual({ quantity: 0.05 });
  });
});
