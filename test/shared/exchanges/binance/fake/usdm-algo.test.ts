import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CallReply, callSigned } from '../../../../support/binance/call-binance.ts';
import { API_KEY, type FakeWithCaller, startWithCaller } from '../../../../support/binance/fake-caller.ts';

let world: FakeWithCaller;
beforeEach(async () => {
  world = await startWithCaller();
  await callSigned(world.usdm, 'POST', '/fapi/v1/order', {
    ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.100', newClientOrderId: 'entry' },
  });
});
afterEach(() => world.fake.close());

type Values = Record<string, string>;
const PATH = '/fapi/v1/algoOrder';
const call = (method: string, path: string, values: Values): Promise<CallReply> =>
  callSigned(world.usdm, method, path, values);
const place = (values: Values): Promise<CallReply> =>
  call('POST', PATH, { algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', clientAlgoId: 'stop', ...values });
const stop = { type: 'STOP_MARKET', triggerPrice: '45000.0', quantity: '0.100', reduceOnly: 'true' };

it('a conditional order waits where ordinary look-ups do not see it', async () => {
  const { body } = await place(stop);
  expect(body).toMatchObject({
    algoStatus: 'NEW',
    orderType: 'STOP_MARKET',
    clientAlgoId: 'stop',
    triggerPrice: '45000',
  });
  const ordinary = await call('GET', '/fapi/v1/order', { symbol: 'BTCUSDT', origClientOrderId: 'stop' });
  expect(ordinary.body.code).toBe(-2013);
  expect((await call('GET', '/fapi/v1/openOrders', { symbol: 'BTCUSDT' })).list).toEqual([]);
  expect((await call('GET', '/fapi/v1/openAlgoOrders', {})).list).toMatchObject([{ clientAlgoId: 'stop' }]);
});

it('a triggered conditional order makes an order of its own, under another id', async () => {
  await place(stop);
  world.fake.setPrice('BTCUSDT', '45000');
  const { body } = await call('GET', PATH, { clientAlgoId: 'stop' });
  expect(body).toMatchObject({ algoStatus: 'FINISHED', actualQty: '0.1', actualPrice: '45000', actualType: 'MARKET' });
  const made = await call('GET', '/fapi/v1/order', { symbol: 'BTCUSDT', orderId: String(body.actualOrderId) });
  expect(made.body).toMatchObject({ status: 'FILLED', reduceOnly: true });
  expect(made.body.clientOrderId).not.toBe('stop');
  expect(world.fake.ledger.ordersByClientId('stop'), 'the ledger knows whose it is').toHaveLength(1);
  expect(world.fake.ledger.positions(API_KEY)).toEqual([]);
});

it('a stop that closes the position closes what is held when it triggers', async () => {
  await place({ type: 'STOP_MARKET', triggerPrice: '45000.0', closePosition: 'true' });
  await callSigned(world.usdm, 'POST', '/fapi/v1/order', {
    ...{ symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.040', reduceOnly: 'true' },
  });
  world.fake.setPrice('BTCUSDT', '44000');
  expect(world.fake.ledger.ordersByClientId('stop')).toMatchObject([{ executedQuantity: '0.06' }]);
  expect(world.fake.ledger.positions(API_KEY)).toEqual([]);
});

it('a trailing stop follows the highest price in percent once it is activated', async () => {
  await place({ type: 'TRAILING_STOP_MARKET', quantity: '0.100', callbackRate: '1', activatePrice: '51000.0' });
  for (const price of ['49000', '51000', '60000', '59401']) world.fake.setPrice('BTCUSDT', price);
  expect(world.fake.ledger.ordersByClientId('stop')).toEqual([]);
  world.fake.setPrice('BTCUSDT', '59400');
  expect(world.fake.ledger.ordersByClientId('stop')).toMatchObject([{ status: 'FILLED', executedQuote: '5940' }]);
});

it('a conditional order watches the mark price when told to', async () => {
  await place({ ...stop, workingType: 'MARK_PRICE' });
  world.fake.setPrice('BTCUSDT', '44000', { mark: '46000' });
  expect(world.fake.ledger.ordersByClientId('stop')).toEqual([]);
  world.fake.setPrice('BTCUSDT', '46000', { mark: '45000' });
  expect(world.fake.ledger.ordersByClientId('stop')).toHaveLength(1);
});

it('a conditional order that cannot be carried out when triggered is rejected then, not before', async () => {
  await place(stop);
  await callSigned(world.usdm, 'POST', '/fapi/v1/order', {
    ...{ symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.100', reduceOnly: 'true' },
  });
  world.fake.setPrice('BTCUSDT', '45000');
  expect((await call('GET', PATH, { clientAlgoId: 'stop' })).body).toMatchObject({ algoStatus: 'REJECTED' });
});

it('a waiting conditional order can be canceled, a triggered one no longer', async () => {
  await place(stop);
  const canceled = await call('DELETE', PATH, { clientAlgoId: 'stop' });
  expect(canceled.body).toMatchObject({ code: '200', msg: 'success', clientAlgoId: 'stop' });
  expect((await call('DELETE', PATH, { clientAlgoId: 'stop' })).body.code).toBe(-2011);
});

it.each<{ case: string; values: Values; code: number }>([
  { case: 'would trigger at once', values: { ...stop, triggerPrice: '50000.0' }, code: -2021 },
  {
    case: 'names both quantity and position',
    values: { type: 'STOP_MARKET', triggerPrice: '45000', quantity: '0.1', closePosition: 'true' },
    code: -4137,
  },
  { case: 'is not conditional', values: { ...stop, type: 'MARKET' }, code: -1116 },
  { case: 'lacks its trigger', values: { type: 'STOP_MARKET', quantity: '0.100' }, code: -1102 },
  {
    case: 'trails by too much',
    values: { type: 'TRAILING_STOP_MARKET', quantity: '0.100', callbackRate: '10.1' },
    code: -1130,
  },
  {
    case: 'would be activated at once',
    values: { type: 'TRAILING_STOP_MARKET', quantity: '0.1', callbackRate: '1', activatePrice: '50000' },
    code: -2021,
  },
])('a conditional order that $case is refused with $code', async ({ values, code }) => {
  expect((await place(values)).body.code).toBe(code);
});

it('two waiting conditional orders cannot share an id', async () => {
  await place(stop);
  expect((await place({ ...stop, triggerPrice: '44000.0' })).body.code).toBe(-4116);
});
