import { expect, it } from 'vitest';
import { decimal, print } from '../../../shared/money/decimal.ts';
import type { Level, Signal } from '../../../shared/signals/signal.ts';
import { onBinance, priceIs } from '../../support/on-binance.ts';

const d = decimal;
const on = onBinance('plan-of-position');
const at = (price: string, share?: string): Level => ({
  ...{ kind: 'abs', value: d(price) },
  ...(share === undefined ? {} : { share: d(share) }),
});
const size = { type: 'base' as const, value: d('0.01') };
const signal = (fields: Partial<Signal>): Partial<Signal> => ({ market: 'usdm', size, ...fields });
const alert = (fields: Partial<Signal>) => on.lanes.alert(signal(fields));
const standing = async (): Promise<string[]> => {
  const rows = await on.lanes.rowsOf(
    `select type, side, stop_price as at, quantity - filled_quantity as left from orders
     where purpose = 'protect' and status in ('open', 'partially_filled') order by stop_price, quantity`,
  );
  return rows.map(({ type, side, at, left }) => `${side} ${print(d(String(left)))} ${type} ${print(d(String(at)))}`);
};

it('levels of a position that is gone do not protect the next one, which came before anybody looked', async () => {
  await alert({ intent: 'open_long', stopLoss: at('49000'), takeProfits: [at('51000')] });
  await on.lanes.keep(signal({ intent: 'flat' }));
  await on.lanes.keep(signal({ intent: 'open_long' }));
  await on.lanes.work();
  expect(await on.lanes.rowsOf('select 1 from positions where closed_at is null')).toHaveLength(1);
  expect(await standing()).toEqual([]);
  expect(await on.lanes.rowsOf('select 1 from protections where ended_at is null')).toEqual([]);
});

it('targets of a turn share all of the new position, whatever those of the one before took', async () => {
  await alert({ intent: 'open_long', takeProfits: [at('50500', '0.5'), at('52000', '0.5')] });
  await priceIs(on, { market: 'usdm', onPaper: false, price: '50600' });
  await alert({ intent: 'reverse_to_short', takeProfits: [at('49000', '0.5'), at('48000', '0.5')] });
  expect(await standing()).toEqual(['buy 0.005 take_profit_market 48000', 'buy 0.005 take_profit_market 49000']);
});

it('targets that a second entry brings share all that is held, whatever the first ones took', async () => {
  await alert({ intent: 'open_long', takeProfits: [at('50500', '0.5'), at('52000', '0.5')] });
  await priceIs(on, { market: 'usdm', onPaper: false, price: '50600' });
  await alert({ intent: 'add', takeProfits: [at('53000', '0.5'), at('54000', '0.5')] });
  expect(await standing()).toEqual(['sell 0.007 take_profit_market 53000', 'sell 0.008 take_profit_market 54000']);
});

it('an entry that fills on after its position was closed by a target is protected again', async () => {
  on.world.fake.fillInParts({ parts: 2, ticksApart: 0 });
  const levels = { stopLoss: at('49000'), takeProfits: [at('50500')] };
  await alert({ intent: 'open_long', orderType: 'limit', price: d('49900'), ...levels });
  const protectedHalf = ['sell 0.005 stop_market 49000', 'sell 0.005 take_profit_market 50500'];
  for (const isFirst of [true, false]) {
    await priceIs(on, { market: 'usdm', onPaper: false, price: '49890' });
    expect(await standing()).toEqual(protectedHalf);
    if (isFirst) await priceIs(on, { market: 'usdm', onPaper: false, price: '50510' });
  }
  expect(await on.lanes.rowsOf('select closed_at is null as is_open from positions order by id')).toEqual([
    { is_open: false },
    { is_open: true },
  ]);
});
