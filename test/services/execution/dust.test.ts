import { expect, it } from 'vitest';
import { decimal as d, print } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { onBinance } from '../../support/on-binance.ts';

const on = onBinance('dust');

/** Binance takes 0.1 % of it, so that 0.00122877 is held, and 0.00122 of that can be sold. */
const buy = (fields: Partial<Signal> = {}) =>
  on.lanes.alert({ market: 'spot', intent: 'open_long', size: { type: 'base', value: d('0.00123') }, ...fields });
const positions = async () =>
  (await on.lanes.rowsOf('select quantity, closed_at is not null as is_closed from positions order by id')).map(
    ({ quantity, is_closed: isClosed }) => `${print(d(String(quantity)))} ${isClosed ? 'closed' : 'open'}`,
  );
const alarms = () => on.lanes.rowsOf(`select title from notifications where kind = 'position_unprotected'`);

it('a spot position is closed by an alert, although a rest stays that is too small to be sold', async () => {
  await buy({ stopLoss: { kind: 'pct', value: d('2') } });
  expect(await positions()).toEqual(['0.00122877 open']);
  await on.lanes.alert({ market: 'spot', intent: 'flat' });
  await on.lanes.tick();
  expect(await positions()).toEqual(['0 closed']);
  expect(await on.lanes.rowsOf('select 1 from protections where ended_at is null')).toEqual([]);
  expect(await alarms()).toEqual([]);
});

it('a spot position is closed by its stop, although a rest stays', async () => {
  await buy({ stopLoss: { kind: 'pct', value: d('2') } });
  on.world.fake.setPrice('BTCUSDT', '48900');
  await on.lanes.tick();
  expect(await positions()).toEqual(['0 closed']);
  expect(await alarms()).toEqual([]);
});

it('a part that is sold leaves the position open', async () => {
  await buy();
  await on.lanes.alert({ market: 'spot', intent: 'reduce', size: { type: 'base', value: d('0.001') } });
  expect(await positions()).toEqual(['0.00022877 open']);
});

it('a loss counts as one, whatever rest stays', async () => {
  await on.database.pool.query(`update strategies set limits = '{"maxOpenPositions":1,"cooldownAfterLossSeconds":60}'`);
  await buy();
  on.world.fake.setPrice('BTCUSDT', '48900');
  await on.lanes.alert({ market: 'spot', intent: 'flat' });
  const [closed] = await on.lanes.rowsOf('select realized_pnl, commission from positions');
  expect(d(String(closed?.realized_pnl)).lt('0')).toBe(true);
  // Sold at 48900, and the rest is worth that.
  expect(print(d(String(closed?.realized_pnl)))).toBe(
    print(d('0.00122877').times('48900').minus(d('0.00122877').times('50000'))),
  );
});
