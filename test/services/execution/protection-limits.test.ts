import { describe, expect, it } from 'vitest';
import type { Market } from '../../../shared/markets/market.ts';
import { decimal, print } from '../../../shared/money/decimal.ts';
import type { Level, Signal } from '../../../shared/signals/signal.ts';
import { onBinance } from '../../support/on-binance.ts';

const d = decimal;
const on = onBinance('protection-limits');
const pct = (value: string, share?: string): Level => ({
  ...{ kind: 'pct', value: d(value) },
  ...(share === undefined ? {} : { share: d(share) }),
});

const standing = async (market: Market): Promise<string[]> => {
  const open = await on.exchange.openOrders(market);
  return open
    .filter(({ side }) => side === 'sell')
    .map(({ quantity, isConditional }) => `${isConditional ? 'waits' : 'rests'} ${print(quantity)}`)
    .sort();
};
const held = async () =>
  (await on.lanes.rowsOf('select quantity from positions where closed_at is null')).map(({ quantity }) =>
    print(d(String(quantity))),
  );
const reasons = async () =>
  (await on.lanes.rowsOf(`select title from notifications where kind = 'position_unprotected'`)).map(({ title }) =>
    String(title),
  );
const price = async (at: string): Promise<void> => {
  on.world.fake.setPrice('BTCUSDT', at);
  await on.lanes.tick();
};

describe('a USD-M position above what one market order may be', () => {
  const add = (fields: Partial<Signal> = {}) =>
    on.lanes.alert({ intent: 'open_long', market: 'usdm', size: { type: 'base', value: d('100') }, ...fields });

  it('has as many stops as cover it, and is left by them', async () => {
    on.exchange = on.world.open({ usdm: { USDT: '100000000' } }).exchange;
    await add({ stopLoss: pct('2') });
    await add({ intent: 'add' });
    expect(await held()).toEqual(['200']);
    expect(await standing('usdm')).toEqual(['waits 100', 'waits 100']);
    await price('48900');
    expect(await held()).toEqual([]);
    expect(await standing('usdm')).toEqual([]);
    expect(await reasons()).toEqual([]);
  });

  it('is left at the market in parts when the price has passed the stop before it could stand', async () => {
    on.exchange = on.world.open({ usdm: { USDT: '100000000' } }).exchange;
    await add();
    await add({ intent: 'add' });
    await price('48000');
    await on.lanes.alert({
      ...{ intent: 'modify_protection', market: 'usdm', targetSide: 'long' },
      stopLoss: { kind: 'abs', value: d('49000') },
    });
    await on.lanes.tick();
    expect(await held()).toEqual([]);
  });
});

describe('a spot position with more take profits than orders that may wait', () => {
  const takeProfits = ['1', '2', '3', '4', '5', '6', '7'].map((value) => pct(value, '0.125'));
  const open = () =>
    on.lanes.alert({
      ...{ intent: 'open_long', market: 'spot', size: { type: 'base', value: d('0.08') } },
      ...{ stopLoss: pct('2'), takeProfits },
    });

  it('has a stop for all of it and the nearest targets, and the next one when another has filled', async () => {
    await open();
    const stands = await standing('spot');
    expect(stands.filter((leg) => leg.startsWith('rests'))).toHaveLength(4);
    const waits = stands.filter((leg) => leg.startsWith('waits')).map((leg) => d(leg.replace('waits ', '')));
    expect(waits).toHaveLength(5);
    expect(print(waits.reduce((all, one) => all.plus(one)))).toBe('0.07992');
    expect(await reasons()).toEqual([expect.stringContaining('take profit 5')]);
    await price('50500');
    const next = await standing('spot');
    expect(next.filter((leg) => leg.startsWith('rests'))).toHaveLength(4);
    expect(next.filter((leg) => leg.startsWith('waits'))).toHaveLength(5);
    await price('48900');
    expect(await held()).toEqual([]);
  });
});

describe('a stop that trails from a price of its own', () => {
  const trailing: Level = { ...pct('1'), trailing: true, activation: d('2') };
  const open = (market: Market, fields: Partial<Signal> = {}) =>
    on.lanes.alert({ intent: 'open_long', market, size: { type: 'base', value: d('0.01') }, ...fields });

  it('stands alone on spot, and a take profit beside it is told of', async () => {
    await open('spot', { stopLoss: trailing, takeProfits: [pct('5')] });
    expect(await standing('spot')).toEqual(['waits 0.00999']);
    expect(await reasons()).toEqual([expect.stringContaining('begins to trail at "51000"')]);
  });

  it.each(['spot', 'usdm'] as const)('begins at once on %s where the price is beyond it already', async (market) => {
    await open(market);
    await price('51500');
    await on.lanes.alert({ intent: 'modify_protection', market, targetSide: 'long', stopLoss: trailing });
    expect(await held()).toHaveLength(1);
    const stands = await standing(market);
    expect(stands).toHaveLength(1);
    await on.lanes.tick();
    expect(await on.lanes.rowsOf(`select 1 from orders where purpose = 'protect' and status = 'open'`)).toHaveLength(1);
    expect(
      await on.lanes.rowsOf(`select 1 from orders where purpose = 'protect'`),
      'nothing is placed anew',
    ).toHaveLength(2);
    await price('50900');
    expect(await held()).toEqual([]);
  });
});

describe('an exit that rests on spot', () => {
  it('leaves what it locks without a stop, which is told with what can be done, and the rest protected', async () => {
    const size = { type: 'base' as const, value: d('0.01') };
    await on.lanes.alert({ intent: 'open_long', market: 'spot', size, stopLoss: pct('2') });
    await on.lanes.alert({
      ...{ intent: 'reduce', market: 'spot', size: { type: 'base', value: d('0.004') } },
      ...{ orderType: 'limit', price: d('52000') },
    });
    await on.lanes.tick();
    expect(await standing('spot')).toEqual(['rests 0.004', 'waits 0.00599']);
    expect(await reasons()).toEqual([expect.stringContaining('locks "0.004"')]);
    expect(await on.lanes.rowsOf('select 1 from work'), 'nothing is tried in vain').toEqual([]);
    await on.lanes.alert({ intent: 'cancel_orders', market: 'spot' });
    expect(await standing('spot')).toEqual(['waits 0.00999']);
  });
});
