import { beforeEach, describe, expect, it } from 'vitest';
import { decimal as d } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { onBinance } from '../../support/on-binance.ts';

const on = onBinance('market-value');

/** An account on an exchange, not on paper: the market is there, whatever an alert says of it. */
beforeEach(async () => {
  await on.database.pool.query(`update accounts set mode = 'testnet', exchange = 'binance'`);
  await on.database.pool.query(`update strategies set mode = 'testnet'`);
});

const base = (value: string) => ({ type: 'base' as const, value: d(value) });
const quote = (value: string) => ({ type: 'quote' as const, value: d(value) });
const cheap = { signalPrice: d('1') };
const limit = (limits: Record<string, string>) =>
  on.database.pool.query('update strategies set limits = $1', [JSON.stringify(limits)]);
const held = async (): Promise<number> =>
  Number((await on.lanes.rowsOf('select quantity from positions where closed_at is null'))[0]?.quantity ?? 0);

describe.each(['spot', 'usdm'] as const)('on %s', (market) => {
  const alert = (fields: Partial<Signal>) => on.lanes.alert({ market, intent: 'open_long', ...fields });

  it.each([
    { name: 'maxOrderNotional', rule: 'max_order_notional' },
    { name: 'maxPositionNotional', rule: 'max_position_notional' },
    { name: 'maxExposure', rule: 'max_exposure' },
  ])('$name counts what an order is worth at the market, whatever price its alert brings', async ({ name, rule }) => {
    await limit({ [name]: '1000' });
    const id = await alert({ ...cheap, size: base('0.1') });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: rule });
    expect((await on.lanes.alertOf(id))?.reason).toContain('"5000"');
    expect(await on.exchange.openOrders(market)).toEqual([]);
    const small = await alert({ ...cheap, size: base('0.01') });
    expect(await on.lanes.alertOf(small)).toMatchObject({ status: 'filled' });
  });

  it('what is held counts at the market, and not at a limit far below it', async () => {
    await alert({ size: base('0.02') });
    await limit({ maxPositionNotional: '1200' });
    const id = await alert({ ...cheap, size: base('0.01'), orderType: 'limit', price: d('45000') });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'max_position_notional' });
  });

  it.each([
    { case: 'an amount of quote', size: quote('500'), bought: 0.01 },
    { case: 'a share of the equity', size: { type: 'pct_equity' as const, value: d('5') }, bought: 0.01 },
  ])('$case is made into a quantity at the price of the market', async ({ size, bought }) => {
    const id = await alert({ ...cheap, size });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect(await held()).toBeCloseTo(bought, 3);
  });

  it('a part of a position in quote is sold at the price of the market', async () => {
    await alert({ size: base('0.1') });
    await alert({ ...cheap, intent: 'reduce', size: quote('1000') });
    expect(await held()).toBeCloseTo(0.08, 3);
  });
});

describe('a market in which nothing was traded for a while', () => {
  const alert = (fields: Partial<Signal>) => on.lanes.alert({ market: 'usdm', size: base('0.01'), ...fields });

  it('has no price to hold an entry against, and lets an exit go', async () => {
    await alert({ intent: 'open_long' });
    on.world.clock.advance(61_000);
    const entry = await alert({ intent: 'open_long' });
    expect(await on.lanes.alertOf(entry)).toMatchObject({ status: 'denied', reason_code: 'price_known' });
    const exit = await alert({ intent: 'flat' });
    expect([await on.lanes.alertOf(exit), await held()]).toMatchObject([{ status: 'filled' }, 0]);
  });
});

it('a stop measured from the market is measured from the market, whatever price its alert brings', async () => {
  const stopLoss = { kind: 'pct', value: d('2'), from: 'market' } as const;
  await on.lanes.alert({ ...cheap, market: 'usdm', intent: 'open_long', size: base('0.01'), stopLoss });
  const [guard] = await on.lanes.rowsOf(`select stop_price, status from orders where purpose = 'protect'`);
  expect(guard).toEqual({ stop_price: '49000', status: 'open' });
  const moved = { ...stopLoss, value: d('1') };
  await on.lanes.alert({ ...cheap, market: 'usdm', intent: 'modify_protection', stopLoss: moved });
  const standing = await on.lanes.rowsOf(`select stop_price from orders where purpose = 'protect' and status = 'open'`);
  expect(standing).toEqual([{ stop_price: '49500' }]);
});

it('a short at a limit below the market is worth the market, in quantity and against limits', async () => {
  const short = { market: 'usdm', intent: 'open_short', orderType: 'limit', price: d('48000') } as const;
  await on.lanes.alert({ ...short, size: quote('480') });
  expect(await held()).toBeCloseTo(-0.009, 5);
  await limit({ maxOrderNotional: '4900' });
  const id = await on.lanes.alert({ ...short, size: base('0.1') });
  expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'max_order_notional' });
});
