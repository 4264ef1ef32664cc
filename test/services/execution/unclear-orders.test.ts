import { expect, it } from 'vitest';
import { decimal as d } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { onBinance } from '../../support/on-binance.ts';

const on = onBinance('unclear-orders');

const usdm = (fields: Partial<Signal>): Partial<Signal> => ({
  market: 'usdm',
  size: { type: 'base', value: d('0.01') },
  ...fields,
});
/** The exchange answers, and nobody can tell whether it has the order. */
function unclear(): () => void {
  const there = on.exchange;
  on.exchange = {
    ...there,
    place: async () => ({ status: 'unknown', message: 'The answer was lost' }),
    lookUp: async () => ({ status: 'unclear' }),
    cancel: async () => ({ status: 'not_found' }),
  };
  return () => {
    on.exchange = there;
  };
}
const told = () => on.lanes.rowsOf('select kind, severity, alert_id, title from notifications order by id');

it('an entry that may have been taken ends with an alarm, is not sent again, and holds up no exit', async () => {
  await on.lanes.alert(usdm({ intent: 'open_long' }));
  const again = unclear();
  const id = await on.lanes.alert(usdm({ intent: 'add' }));
  expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'expired' });
  const [order] = await on.lanes.ordersOf(id);
  expect(order).toMatchObject({ status: 'expired', reason: expect.stringContaining('cannot be told') });
  expect(await told()).toMatchObject([{ kind: 'order_unclear', severity: 'alarm', alert_id: id }]);
  again();
  const exit = await on.lanes.alert(usdm({ intent: 'flat' }));
  expect(await on.lanes.alertOf(exit)).toMatchObject({ status: 'filled' });
  expect(await on.exchange.positions('usdm')).toEqual([]);
});

it('an order that rested and cannot be told of any more is given up with an alarm, once', async () => {
  const id = await on.lanes.alert(usdm({ intent: 'open_long', orderType: 'limit', price: d('49000') }));
  const again = unclear();
  await on.lanes.tick();
  await on.lanes.tick();
  again();
  expect(await on.lanes.ordersOf(id)).toMatchObject([{ status: 'expired' }]);
  expect(await told()).toMatchObject([{ kind: 'order_unclear', alert_id: id }]);
});

it('one that is to be canceled is given up with an alarm', async () => {
  const id = await on.lanes.alert(usdm({ intent: 'open_long', orderType: 'limit', price: d('49000') }));
  const { lookUp } = on.exchange;
  const again = unclear();
  let looks = 0;
  on.exchange.lookUp = async (...asked) => {
    looks += 1;
    return looks === 1 ? lookUp(...asked) : { status: 'unclear' };
  };
  const canceling = await on.lanes.alert(usdm({ intent: 'cancel_orders' }));
  again();
  expect(await on.lanes.alertOf(canceling)).toMatchObject({ status: 'done' });
  expect([await on.lanes.ordersOf(id), await told()]).toMatchObject([
    [{ status: 'expired' }],
    [{ kind: 'order_unclear', alert_id: id }],
  ]);
});

it('a protective order of which nobody can tell holds up no exit', async () => {
  const spot = { market: 'spot', size: { type: 'base', value: d('0.01') } } as const;
  await on.lanes.alert({ ...spot, intent: 'open_long' });
  const there = on.exchange;
  on.exchange = { ...there, place: async () => ({ status: 'unknown', message: 'The answer was lost' }) };
  await on.lanes.keep({ ...spot, intent: 'modify_protection', stopLoss: { kind: 'pct', value: d('2') } });
  for (let turn = 0; turn < 2; turn += 1) await on.lanes.workOnce();
  const unsettled = `select client_order_id from orders where purpose = 'protect' and status = 'unknown'`;
  const lost = (await on.lanes.rowsOf(unsettled)).map((row) => row.client_order_id);
  expect(lost).toHaveLength(1);
  on.exchange = {
    ...there,
    lookUp: async (...asked) => (lost.includes(asked[2]) ? { status: 'unclear' } : there.lookUp(...asked)),
  };
  const exit = await on.lanes.alert({ ...spot, intent: 'flat' });
  expect(await on.lanes.alertOf(exit)).toMatchObject({ status: 'filled' });
  expect((await told()).map(({ kind }) => kind)).toContain('order_unclear');
});
