import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CallReply, callSigned } from '../../../../support/binance/call-binance.ts';
import { type FakeWithCaller, startWithCaller } from '../../../../support/binance/fake-caller.ts';
import { spotSymbols } from '../../../../support/binance/symbols/spot-symbol.ts';

let world: FakeWithCaller;
beforeEach(async () => {
  const few = spotSymbols.map((rules) => ({ ...rules, maxNumOrders: 3, maxNumAlgoOrders: 1 }));
  world = await startWithCaller({ spotSymbols: few }, { spot: { USDT: '100000000', BTC: '1000', SOL: '990' } });
});
afterEach(() => world.fake.close());

const order = (values: Record<string, string>): Promise<CallReply> =>
  callSigned(world.spot, 'POST', '/api/v3/order', { symbol: 'BTCUSDT', side: 'BUY', ...values });
const limit = { type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '40000' };
const market = { type: 'MARKET' };

it.each<{ case: string; values: Record<string, string>; filter: string }>([
  { case: 'a price between two ticks', values: { ...limit, price: '40000.005' }, filter: 'PRICE_FILTER' },
  { case: 'a price above the maximum', values: { ...limit, price: '1000000.01' }, filter: 'PRICE_FILTER' },
  { case: 'a price far above the average', values: { ...limit, price: '250000.01' }, filter: 'PERCENT_PRICE_BY_SIDE' },
  { case: 'a quantity between two steps', values: { ...limit, quantity: '0.000015' }, filter: 'LOT_SIZE' },
  { case: 'a quantity of zero', values: { ...limit, quantity: '0' }, filter: 'LOT_SIZE' },
  { case: 'a quantity above the maximum', values: { ...limit, quantity: '9000.00001' }, filter: 'LOT_SIZE' },
  {
    case: 'a market quantity above its own maximum',
    values: { ...market, quantity: '120.00001' },
    filter: 'MARKET_LOT_SIZE',
  },
  {
    case: 'a notional below the minimum',
    values: { ...limit, quantity: '0.00012', price: '40000' },
    filter: 'NOTIONAL',
  },
  { case: 'a market notional below the minimum', values: { ...market, quantity: '0.00009' }, filter: 'NOTIONAL' },
  { case: 'an amount below the minimum', values: { ...market, quoteOrderQty: '4.99' }, filter: 'NOTIONAL' },
  {
    case: 'the older notional filter',
    values: { ...limit, symbol: 'SHIBUSDT', quantity: '499999', price: '0.00001' },
    filter: 'MIN_NOTIONAL',
  },
  {
    case: 'a part of a coin that trades whole',
    values: { ...limit, symbol: 'DOGEUSDT', quantity: '100.5', price: '0.1' },
    filter: 'LOT_SIZE',
  },
  {
    case: 'more than may be held',
    values: { ...limit, symbol: 'SOLUSDT', quantity: '11', price: '90' },
    filter: 'MAX_POSITION',
  },
  {
    case: 'a trailing delta above the range',
    values: { type: 'STOP_LOSS', quantity: '0.01', trailingDelta: '2001' },
    filter: 'TRAILING_DELTA',
  },
])('$case fails $filter', async ({ values, filter }) => {
  const reply = await order(values);
  expect([reply.status, reply.body]).toEqual([400, { code: -1013, msg: `Filter failure: ${filter}` }]);
  expect(world.fake.ledger.orders(), 'nothing reached the engine').toEqual([]);
});

it('counts open orders, and conditional ones among them', async () => {
  const stop = { type: 'STOP_LOSS', quantity: '0.01', stopPrice: '60000' };
  expect((await order(stop)).status).toBe(200);
  expect((await order(stop)).body.msg).toBe('Filter failure: MAX_NUM_ALGO_ORDERS');
  await order(limit);
  await order(limit);
  expect((await order(limit)).body.msg).toBe('Filter failure: MAX_NUM_ORDERS');
});

it('tries an order without placing it', async () => {
  const test = (values: Record<string, string>): Promise<CallReply> =>
    callSigned(world.spot, 'POST', '/api/v3/order/test', { symbol: 'BTCUSDT', side: 'BUY', ...values });
  expect((await test(limit)).body).toEqual({});
  expect((await test({ ...limit, quantity: '0.00001' })).body.code).toBe(-1013);
  expect(world.fake.ledger.orders()).toEqual([]);
});

it('prices and steps of every symbol multiply to at most eight decimals, so that balances are exact', () => {
  for (const { tickSize, stepSize } of spotSymbols) {
    const places = (text: string): number => text.replace(/0+$/, '').split('.')[1]?.length ?? 0;
    expect(places(tickSize) + places(stepSize)).toBeLessThanOrEqual(8);
  }
});
