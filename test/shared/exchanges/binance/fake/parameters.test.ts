import { afterAll, beforeAll, expect, it } from 'vitest';
import { callPlain, callRaw, callSigned, signPayload } from '../../../../support/binance/call-binance.ts';
import { type FakeWithCaller, startWithCaller } from '../../../../support/binance/fake-caller.ts';

let world: FakeWithCaller;
beforeAll(async () => {
  world = await startWithCaller();
});
afterAll(() => world.fake.close());

const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' };
const limit = { ...market, type: 'LIMIT', timeInForce: 'GTC', price: '40000' };

it.each([
  { case: 'an unknown symbol', values: { ...market, symbol: 'NOPEUSDT' }, code: -1121 },
  { case: 'a missing side', values: { symbol: 'BTCUSDT', type: 'MARKET', quantity: '1' }, code: -1102 },
  { case: 'an unknown side', values: { ...market, side: 'HOLD' }, code: -1117 },
  { case: 'an unknown type', values: { ...market, type: 'MAGIC' }, code: -1116 },
  { case: 'an unknown time in force', values: { ...limit, timeInForce: 'GTX' }, code: -1115 },
  { case: 'an undeclared parameter', values: { ...market, quantitty: '1' }, code: -1104 },
  { case: 'an empty mandatory parameter', values: { ...market, side: '' }, code: -1102 },
  { case: 'an empty optional parameter', values: { ...market, newClientOrderId: '' }, code: -1105 },
  { case: 'a price on a market order', values: { ...market, price: '1' }, code: -1106 },
  { case: 'a time in force on a market order', values: { ...market, timeInForce: 'GTC' }, code: -1106 },
  { case: 'a stop price on a limit order', values: { ...limit, stopPrice: '1' }, code: -1106 },
  { case: 'a market order without a quantity', values: { ...market, quantity: '' }, code: -1105 },
  { case: 'a quantity with an exponent', values: { ...market, quantity: '1e-3' }, code: -1100 },
  { case: 'a negative quantity', values: { ...market, quantity: '-1' }, code: -1100 },
  { case: 'a lower-case symbol', values: { ...market, symbol: 'btcusdt' }, code: -1100 },
  { case: 'a client order id of 37', values: { ...market, newClientOrderId: 'x'.repeat(37) }, code: -1100 },
  { case: 'nine decimals', values: { ...market, quantity: '0.010000000' }, code: -1111 },
  { case: 'a window above a minute', values: { ...market, recvWindow: '60001' }, code: -1102 },
])('Spot refuses $case with $code', async ({ values, code }) => {
  const reply = await callSigned(world.spot, 'POST', '/api/v3/order', values);
  expect([reply.status, reply.body.code]).toEqual([400, code]);
});

it.each([
  { case: 'a conditional type', values: { ...market, type: 'STOP_MARKET', stopPrice: '1' }, code: -1104 },
  { case: 'a conditional type alone', values: { ...market, type: 'STOP_MARKET' }, code: -4120 },
  { case: 'too many decimals of a price', values: { ...limit, price: '40000.001' }, code: -1111 },
  { case: 'too many decimals of a quantity', values: { ...market, quantity: '0.0100' }, code: -1111 },
  { case: 'a client order id of 37', values: { ...market, newClientOrderId: 'x'.repeat(37) }, code: -4015 },
  { case: 'an unknown answer type', values: { ...market, newOrderRespType: 'FULL' }, code: -1136 },
])('USD-M refuses $case with $code', async ({ values, code }) => {
  const reply = await callSigned(world.usdm, 'POST', '/fapi/v1/order', values);
  expect([reply.status, reply.body.code]).toEqual([400, code]);
});

it('refuses a parameter that comes twice with -1101', async () => {
  const { spot, clock } = world;
  const payload = `symbol=BTCUSDT&symbol=BTCUSDT&timestamp=${clock.now().getTime()}`;
  const reply = await callRaw(spot, 'GET', `/api/v3/openOrders?${payload}&signature=${signPayload(spot, payload)}`);
  expect(reply.body).toEqual({ code: -1101, msg: 'Duplicate values for a parameter detected.' });
});

it('refuses parameters where none belong with -1101', async () => {
  const reply = await callPlain(world.spot, 'GET', '/api/v3/time', { symbol: 'BTCUSDT' });
  expect(reply.body.msg).toBe("Too many parameters; expected '0' and received '1'.");
});

it('answers words of SQL from the firewall, not in JSON', async () => {
  const reply = await callSigned(world.spot, 'POST', '/api/v3/order', { ...market, newClientOrderId: 'drop-1' });
  expect(reply.status).toBe(403);
  expect(reply.text).toContain('<html>');
});

it('counts weight on every answer, refused ones included', async () => {
  const before = await callPlain(world.spot, 'GET', '/api/v3/ping');
  const refused = await callSigned(world.spot, 'GET', '/api/v3/order', { symbol: 'BTCUSDT' });
  const used = (reply: typeof before): number => Number(reply.headers.get('x-mbx-used-weight-1m'));
  expect(used(refused) - used(before)).toBe(4);
});

it('writes ids beyond 2^53 as plain numbers', async () => {
  const reply = await callSigned(world.usdm, 'POST', '/fapi/v1/order', {
    ...{ symbol: 'ETHUSDT', side: 'BUY', type: 'MARKET', quantity: '0.010' },
  });
  expect(reply.text).toMatch(/"orderId":8389765900000000001,/);
});

it('lists symbols with fields no client knows', async () => {
  const spot = await callPlain(world.spot, 'GET', '/api/v3/exchangeInfo', { symbols: '["BTCUSDT","SHIBUSDT"]' });
  expect(spot.body.symbols).toMatchObject([{ symbol: 'BTCUSDT' }, { symbol: 'SHIBUSDT', fieldOfTomorrow: {} }]);
  const usdm = await callPlain(world.usdm, 'GET', '/fapi/v1/exchangeInfo');
  expect(JSON.stringify(usdm.body.symbols)).toContain('1000PEPEUSDT');
});
