import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { pgExecutionStore } from '../../../shared/execution/store.pg.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import type { Work } from '../../../shared/queue/work.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { aSignal } from '../../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { type LedgerExchange, ledgerExchange } from '../../support/ledger-exchange.ts';
import { insertTrader } from '../../support/trading-rows.ts';
import { workLanes } from '../../support/work-lanes.ts';

let database: TestDatabase;
let exchange: LedgerExchange;
let lanes: ReturnType<typeof workLanes>;

beforeAll(async () => {
  database = await testDatabase('resting-orders');
  lanes = workLanes(database.pool, () => exchange);
});
afterAll(() => database.close());
beforeEach(async () => {
  exchange = ledgerExchange();
  await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events cascade');
  await insertTrader(database.pool);
});

async function carryOut(fields: Partial<Signal>, rests = false): Promise<string> {
  if (rests) exchange.script.push('rest');
  const id = await lanes.keepAlert(aSignal(fields));
  await lanes.workTogether();
  return id;
}
const limit = (price: string, more: Partial<Signal> = {}) => ({
  orderType: 'limit' as const,
  price: decimal(price),
  ...more,
});
const resting = async () =>
  (await lanes.rowsOf(`select tag, side from orders where status = 'open' order by id`)).map(
    ({ tag, side }) => `${side} ${tag}`,
  );

it('cancel_orders with a tag or a side cancels those orders and no other', async () => {
  await carryOut(limit('49000', { orderTag: 'one' }), true);
  await carryOut(limit('48000', { orderTag: 'two' }), true);
  await carryOut(limit('51000', { intent: 'open_short', orderTag: 'one' }), true);
  expect(await resting()).toEqual(['buy one', 'buy two', 'sell one']);
  const none = await carryOut({ intent: 'cancel_orders', orderTag: 'three' });
  expect(await lanes.alertOf(none)).toMatchObject({
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

it('an exit with a limit rests and may only reduce', async () => {
  await carryOut({});
  const exit = await carryOut(limit('51000', { intent: 'flat', orderTag: 'tp' }), true);
  expect(await lanes.ordersOf(exit)).toMatchObject([
    { status: 'open', side: 'sell', type: 'limit', purpose: 'close', quantity: '0.01', price: '51000', tag: 'tp' },
  ]);
  expect(exchange.executed.at(-1)).toMatchObject({ reduceOnly: true, type: 'limit' });
});

it('an exit at the market takes along the exits that rest, and leaves entries', async () => {
  await carryOut({});
  const takeProfit = await carryOut(limit('51000', { intent: 'flat', orderTag: 'tp' }), true);
  await carryOut(limit('49000', { orderTag: 'entry' }), true);
  const exit = await carryOut({ intent: 'flat' });
  expect(await lanes.alertOf(exit)).toMatchObject({ status: 'filled' });
  expect(await lanes.alertOf(takeProfit)).toMatchObject({ status: 'canceled' });
  expect(await resting()).toEqual(['buy entry']);
});

it('an exit that was filled in the meantime leaves the next one nothing to close', async () => {
  await carryOut({});
  await carryOut(limit('51000', { intent: 'flat' }), true);
  exchange.fillResting();
  const exit = await carryOut({ intent: 'flat' });
  expect(await lanes.alertOf(exit)).toMatchObject({ status: 'no_op', reason_code: 'already_flat' });
  expect(exchange.executed).toHaveLength(2);
});

it('an order that the exchange does not know yet is not given up when it is to be canceled', async () => {
  const entry = await carryOut(limit('49000', { orderTag: 'one' }), true);
  const { cancel, lookUp } = exchange;
  exchange.cancel = async () => ({ status: 'not_found' });
  exchange.lookUp = async () => ({ status: 'not_found', isFinal: false });
  const cancelation = await lanes.keepAlert(aSignal({ intent: 'cancel_orders' }));
  await lanes.workTogether();
  expect(await lanes.rowsOf('select last_error from work')).toEqual([
    { last_error: expect.stringContaining('does not know') },
  ]);
  expect(await lanes.ordersOf(entry)).toMatchObject([{ status: 'open' }]);
  Object.assign(exchange, { cancel, lookUp });
  await lanes.workUntilDone();
  expect(await lanes.ordersOf(entry)).toMatchObject([{ status: 'canceled' }]);
  expect(await lanes.alertOf(cancelation)).toMatchObject({ status: 'done' });
});

it('orders that rest and have not moved are looked up, and the lane is read again only for those that have', async () => {
  await carryOut(limit('49000', { orderTag: 'one' }), true);
  await carryOut(limit('48000', { orderTag: 'two' }), true);
  const executions = pgExecutionStore(database.pool, { now: systemClock, newId: idMaker(systemClock) });
  let loads = 0;
  const counting = {
    ...executions,
    load: (work: Work) => {
      loads += 1;
      return executions.load(work);
    },
  };
  const buy = async (): Promise<void> => {
    await lanes.keepAlert(aSignal({}));
    await lanes.workTogether(counting);
  };
  await buy();
  expect(loads).toBe(1);
  exchange.fillResting();
  await buy();
  expect(loads).toBe(3);
  expect(await lanes.rowsOf(`select 1 from orders where status = 'filled'`)).toHaveLength(4);
});
