import { beforeEach, describe, expect, it } from 'vitest';
import { decimal as d, print } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { onBinance, priceIs, tradePaper } from '../../support/on-binance.ts';

const on = onBinance('waiting-orders');

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
  const alert = (fields: Partial<Signal>) => on.lanes.alert({ market, size, ...fields });
  const open = (fields: Partial<Signal>) => alert({ intent: 'open_long', ...fields });

  beforeEach(async () => {
    if (onPaper) await tradePaper(on, { market, quote: '20000' });
  });

  const comesTo = (price: string): Promise<void> => priceIs(on, { market, onPaper, price });
  const held = async (): Promise<number | undefined> => {
    const [position] = await on.lanes.rowsOf('select quantity from positions where closed_at is null');
    return position && Number(position.quantity);
  };
  /** What stands on the exchange itself, by kind. */
  const standing = async (): Promise<string[]> =>
    (await on.exchange.openOrders(market))
      .map(({ side, quantity, isConditional }) => `${isConditional ? 'waits' : 'rests'} ${side} ${print(quantity)}`)
      .sort();
  const protective = () =>
    on.lanes.rowsOf(
      `select type, stop_price::float as stop_price from orders where purpose = 'protect' and status = 'open'`,
    );

  it('a stop entry waits, and is protected from the moment that it is filled', async () => {
    const id = await open({ ...stop('51000'), stopLoss: onePercent });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'working' });
    expect(await standing()).toEqual(['waits buy 0.1']);
    await comesTo('50900');
    expect([await held(), await protective()]).toEqual([undefined, []]);
    await comesTo('51000');
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect(await held()).toBeCloseTo(0.1, 3);
    const [guard] = await protective();
    expect(guard).toMatchObject({ type: 'stop_market' });
    expect(Number(guard?.stop_price)).toBeCloseTo(51_000 * 0.99, -2);
  });

  it('a stop entry with a limit is not filled beyond it', async () => {
    const id = await open(stopLimit('51000', '51100'));
    await comesTo('51500');
    expect([await held(), await on.lanes.alertOf(id)]).toMatchObject([undefined, { status: 'working' }]);
    expect(await standing()).toEqual(['rests buy 0.1']);
    await comesTo('51050');
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    const [order] = await on.lanes.rowsOf(`select average_price::float as paid from orders where alert_id = $1`, [id]);
    expect(Number(order?.paid)).toBeLessThanOrEqual(51_100);
  });

  it('a trailing entry follows the market down and buys once it turns', async () => {
    const id = await open(trails('1'));
    expect(await standing()).toEqual(['waits buy 0.1']);
    await comesTo('48000');
    await comesTo('48400');
    expect(await held()).toBeUndefined();
    await comesTo('48480');
    expect([await on.lanes.alertOf(id), await held()]).toMatchObject([{ status: 'filled' }, expect.closeTo(0.1, 3)]);
  });

  it('a stop on the wrong side is denied with both prices, and nothing is sent', async () => {
    const id = await open(stop('49000'));
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'stop_price' });
    const { reason } = (await on.lanes.alertOf(id)) ?? {};
    expect([String(reason).includes('"49000"'), String(reason).includes('"50000"')]).toEqual([true, true]);
    expect(await standing()).toEqual([]);
  });

  it('cancel_orders takes along what waits', async () => {
    const id = await open(stop('51000'));
    const canceling = await alert({ intent: 'cancel_orders' });
    expect(await on.lanes.alertOf(canceling)).toMatchObject({ status: 'done' });
    expect([await on.lanes.alertOf(id), await standing()]).toMatchObject([{ status: 'canceled' }, []]);
    await comesTo('52000');
    expect(await held()).toBeUndefined();
  });

  it('an entry that waits counts for the notional of the position at its trigger', async () => {
    await on.database.pool.query(`update strategies set limits = '{"maxPositionNotional": "8000"}'`);
    await open(stop('51000'));
    const second = await open(stop('52000'));
    expect(await on.lanes.alertOf(second)).toMatchObject({ status: 'denied', reason_code: 'max_position_notional' });
    expect((await on.lanes.alertOf(second))?.reason).toContain('10300');
  });

  it('an exit that waits only reduces, and leaves nothing behind', async () => {
    await open({});
    const id = await alert({ intent: 'flat', ...stop('49000') });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'working' });
    const rows = await on.lanes.rowsOf(`select reduce_only, purpose, type from orders where alert_id = $1`, [id]);
    expect(rows).toEqual([{ reduce_only: true, purpose: 'close', type: 'stop_market' }]);
    expect((await standing()).map((one) => one.slice(0, 10))).toEqual(['waits sell']);
    await comesTo('48900');
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect([await held(), await standing()]).toEqual([undefined, []]);
  });

  it('an exit that trails follows the market up and sells once it turns', async () => {
    await open({});
    const id = await alert({ intent: 'flat', ...trails('1') });
    await comesTo('52000');
    await comesTo('51400');
    expect([await on.lanes.alertOf(id), await held()]).toMatchObject([{ status: 'filled' }, undefined]);
  });

  it('an exit at the market takes along the exit that waits', async () => {
    await open({});
    const waiting = await alert({ intent: 'flat', ...stopLimit('49000', '48900') });
    const exit = await alert({ intent: 'flat' });
    expect([await on.lanes.alertOf(exit), await on.lanes.alertOf(waiting)]).toMatchObject([
      { status: 'filled' },
      { status: 'canceled' },
    ]);
    expect([await held(), await standing()]).toEqual([undefined, []]);
  });
});

describe('on Binance', () => {
  const size = { type: 'base' as const, value: d('0.1') };
  const usdm = (fields: Partial<Signal>) => on.lanes.alert({ market: 'usdm', size, ...fields });
  const conditional = async () => (await on.exchange.openOrders('usdm')).length;

  it.each(['spot', 'usdm'] as const)(
    'what the market of %s came to meanwhile is refused, and said so',
    async (market) => {
      on.world.fake.setPrice('BTCUSDT', '52000');
      const id = await on.lanes.alert({ intent: 'open_long', market, size, ...stop('51000') });
      const ended = await on.lanes.alertOf(id);
      expect(ended).toMatchObject({ status: 'rejected' });
      expect(ended?.reason).toMatch(market === 'usdm' ? /^-2021: / : /^-2010: /);
      expect(await on.exchange.openOrders(market)).toEqual([]);
    },
  );

  it('a turn takes along the exit that waits, and with cancelFirst the entry as well', async () => {
    await usdm({ intent: 'open_long' });
    const exit = await usdm({ intent: 'flat', ...stop('49000') });
    const entry = await usdm({ intent: 'open_long', ...stop('51000') });
    await usdm({ intent: 'sell' });
    expect([await on.lanes.alertOf(exit), await on.lanes.alertOf(entry)]).toMatchObject([
      { status: 'canceled' },
      { status: 'working' },
    ]);
    expect(await conditional()).toBe(1);
    await usdm({ intent: 'buy', cancelFirst: true });
    expect([await on.lanes.alertOf(entry), await conditional()]).toMatchObject([{ status: 'canceled' }, 0]);
  });

  it('a stop entry that fills in part is protected for that part', async () => {
    const id = await usdm({ intent: 'open_long', ...stopLimit('51000', '51100'), stopLoss: onePercent });
    on.world.fake.fillInParts({ parts: 2, ticksApart: 0 });
    on.world.fake.setPrice('BTCUSDT', '51050');
    await on.lanes.tick();
    const [order] = await on.lanes.rowsOf(
      `select filled_quantity::float as filled, status from orders where alert_id = $1 and purpose = 'open'`,
      [id],
    );
    const [guard] = await on.lanes.rowsOf(
      `select quantity::float as quantity from orders where purpose = 'protect' and status = 'open'`,
    );
    expect(order).toEqual({ filled: 0.05, status: 'partially_filled' });
    expect(guard).toEqual({ quantity: 0.05 });
  });
});
