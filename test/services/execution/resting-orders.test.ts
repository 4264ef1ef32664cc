import { expect, it } from 'vitest';
import { pgExecutionStore } from '../../../shared/execution/store.pg.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import type { Work } from '../../../shared/queue/work.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { aSignal } from '../../support/build-signal.ts';
import { onLedger } from '../../support/on-ledger.ts';

const on = onLedger('resting-orders');

async function carryOut(fields: Partial<Signal>, rests = false): Promise<string> {
  if (rests) on.exchange.script.push('rest');
  const id = await on.lanes.keepAlert(aSignal(fields));
  await on.lanes.workTogether();
  return id;
}
const limit = (price: string, more: Partial<Signal> = {}) => ({
  orderType: 'limit' as const,
  price: decimal(price),
  ...more,
});
const resting = async () =>
  (await on.lanes.rowsOf(`select tag, side from orders where status = 'open' order by id`)).map(
    ({ tag, side }) => `${side} ${tag}`,
  );

it('cancel_orders with a tag or a side cancels those orders and no other', async () => {
  await carryOut(limit('49000', { orderTag: 'one' }), true);
  await carryOut(limit('48000', { orderTag: 'two' }), true);
  await carryOut(limit('51000', { intent: 'open_short', orderTag: 'one' }), true);
  expect(await resting()).toEqual(['buy one', 'buy two', 'sell one']);
  const none = await carryOut({ intent: 'cancel_orders', orderTag: 'three' });
  expect(await on.lanes.alertOf(none)).toMatchObject({
    status: 'no_op',
    reason: 'None of the 3 orders that rest is meant: none has tag "three"',
  });
  expect(await resting()).toEqual(['buy one', 'buy two', 'sell one']);
  await carryOut({ intent: 'cancel_orders', orderTag: 'one', orderSide: 'sell' });
  expect(await resting()).toEqual(['buy one', 'buy two']);
  await carryOut({ intent: 'cancel_orders', orderTag: 'two' });
  expect(await resting()).toEqual(['buy one']);
  await carryOut({ intent: 'cancel_orders' });
  expect(await resting()).toEqual([]);
});

it('a message that is marked as a test cancels nothing', async () => {
  const entry = await carryOut(limit('49000', { orderTag: 'one' }), true);
  const marked = [
    { intent: 'cancel_orders' as const },
    { cancelFirst: true },
    { intent: 'flat' as const, cancelFirst: true },
  ];
  for (const fields of marked) {
    const id = await carryOut({ ...fields, dryRun: true });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'no_op', reason_code: 'dry_run' });
  }
  expect(await on.lanes.alertOf(entry)).toMatchObject({ status: 'working' });
  expect(await resting()).toEqual(['buy one']);
});

it('an exit with a limit rests and may only reduce', async () => {
  await carryOut({});
  const exit = await carryOut(limit('51000', { intent: 'flat', orderTag: 'tp' }), true);
  expect(await on.lanes.ordersOf(exit)).toMatchObject([
    { status: 'open', side: 'sell', type: 'limit', purpose: 'close', quantity: '0.01', price: '51000', tag: 'tp' },
  ]);
  expect(on.exchange.executed.at(-1)).toMatchObject({ reduceOnly: true, type: 'limit' });
});

it('an exit at the market takes along the exits that rest, and leaves entries', async () => {
  await carryOut({});
  const takeProfit = await carryOut(limit('51000', { intent: 'flat', orderTag: 'tp' }), true);
  await carryOut(limit('49000', { orderTag: 'entry' }), true);
  const exit = await carryOut({ intent: 'flat' });
  expect(await on.lanes.alertOf(exit)).toMatchObject({ status: 'filled' });
  expect(await on.lanes.alertOf(takeProfit)).toMatchObject({ status: 'canceled' });
  expect(await resting()).toEqual(['buy entry']);
});

it('an exit that was filled in the meantime leaves the next one nothing to close', async () => {
  await carryOut({});
  await carryOut(limit('51000', { intent: 'flat' }), true);
  on.exchange.fillResting();
  const exit = await carryOut({ intent: 'flat' });
  expect(await on.lanes.alertOf(exit)).toMatchObject({ status: 'no_op', reason_code: 'already_flat' });
  expect(on.exchange.executed).toHaveLength(2);
});

it('an order that the exchange does not know yet is not given up when it is to be canceled', async () => {
  const entry = await carryOut(limit('49000', { orderTag: 'one' }), true);
  const { cancel, lookUp } = on.exchange;
  on.exchange.cancel = async () => ({ status: 'not_found' });
  on.exchange.lookUp = async () => ({ status: 'not_found', isFinal: false });
  const cancelation = await on.lanes.keepAlert(aSignal({ intent: 'cancel_orders' }));
  await on.lanes.workTogether();
  expect(await on.lanes.rowsOf('select last_error from work')).toEqual([
    { last_error: expect.stringContaining('does not know') },
  ]);
  expect(await on.lanes.ordersOf(entry)).toMatchObject([{ status: 'open' }]);
  Object.assign(on.exchange, { cancel, lookUp });
  await on.lanes.workUntilDone();
  expect(await on.lanes.ordersOf(entry)).toMatchObject([{ status: 'canceled' }]);
  expect(await on.lanes.alertOf(cancelation)).toMatchObject({ status: 'done' });
});

it('orders that rest and have not moved are looked up, and the lane is read again only for those that have', async () => {
  await carryOut(limit('49000', { orderTag: 'one' }), true);
  await carryOut(limit('48000', { orderTag: 'two' }), true);
  const executions = pgExecutionStore(on.database.pool, { now: systemClock, newId: idMaker(systemClock) });
  let loads = 0;
  const counting = {
    ...executions,
    load: (work: Work) => {
      loads += 1;
      return executions.load(work);
    },
  };
  const buy = async (): Promise<void> => {
    await on.lanes.keepAlert(aSignal({}));
    await on.lanes.workTogether(counting);
  };
  await buy();
  expect(loads).toBe(1);
  on.exchange.fillResting();
  await buy();
  expect(loads).toBe(3);
  expect(await on.lanes.rowsOf(`select 1 from orders where status = 'filled'`)).toHaveLength(4);
});

it('two orders that filled at once both count, whichever of them is asked about', async () => {
  await carryOut({});
  await carryOut(limit('49000', { orderTag: 'first' }), true);
  const second = await carryOut(limit('48000', { orderTag: 'second' }), true);
  on.exchange.fillResting();
  await on.database.pool.query(
    `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
     values ('acc_1:usdm:BTCUSDT', 'sync_order', 'usr_1', $1, 1, now(), now())`,
    [second],
  );
  await on.lanes.workTogether();
  expect(await on.lanes.rowsOf('select quantity::text from positions where closed_at is null')).toEqual([
    { quantity: '0.03' },
  ]);
});
