import { afterEach, expect, it } from 'vitest';
import { type CallReply, callPlain, callSigned } from '../../../../support/binance/call-binance.ts';
import { type FakeWithCaller, startWithCaller } from '../../../../support/binance/fake-caller.ts';

let world: FakeWithCaller;
afterEach(() => world.fake.close());

const ping = (): Promise<CallReply> => callPlain(world.spot, 'GET', '/api/v3/ping');

it('over the weight of a minute is HTTP 429 with the seconds to wait, and going on is a ban', async () => {
  world = await startWithCaller({ spotWeight: { perMinute: 2, requestsUntilBan: 2 } });
  world.clock.advance(20_000);
  expect([(await ping()).status, (await ping()).status]).toEqual([200, 200]);
  const first = await ping();
  expect([first.status, first.body.code, first.headers.get('retry-after')]).toEqual([429, -1003, '40']);
  expect((await ping()).status).toBe(429);
  const banned = await ping();
  expect([banned.status, banned.headers.get('retry-after')]).toEqual([418, '120']);
  expect(banned.body.msg).toContain('IP banned until');
  world.clock.advance(60_000);
  expect((await ping()).status, 'a ban outlasts the minute').toBe(418);
  world.clock.advance(60_000);
  expect((await ping()).status).toBe(200);
});

it('who waits as told is served again', async () => {
  world = await startWithCaller({ spotWeight: { perMinute: 1 } });
  await ping();
  const refused = await ping();
  world.clock.advance(Number(refused.headers.get('retry-after')) * 1_000);
  expect((await ping()).status).toBe(200);
});

it('a ban on Spot is none on USD-M', async () => {
  world = await startWithCaller({ spotWeight: { perMinute: 1, requestsUntilBan: 0 } });
  await ping();
  expect((await ping()).status).toBe(418);
  expect((await callPlain(world.usdm, 'GET', '/fapi/v1/ping')).status).toBe(200);
});

const limit = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '40000' };
const windows = [{ label: '10S', interval: 'SECOND' as const, intervalNum: 10, limit: 2 }];

it('too many unfilled orders of an account are refused with -1015, and filled ones do not count', async () => {
  world = await startWithCaller({ spotOrderLimits: windows });
  const order = (values = {}): Promise<CallReply> =>
    callSigned(world.spot, 'POST', '/api/v3/order', { ...limit, ...values });
  for (let n = 0; n < 5; n += 1) expect((await order({ price: '50000' })).status).toBe(200);
  expect((await order()).headers.get('x-mbx-order-count-10s')).toBe('1');
  await order();
  const refused = await order();
  expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([429, -1015, '10']);
  expect(world.fake.ledger.orders()).toHaveLength(7);
  world.clock.advance(10_000);
  expect((await order()).status).toBe(200);
});

it('a refused order is not counted', async () => {
  world = await startWithCaller({ spotOrderLimits: windows });
  await callSigned(world.spot, 'POST', '/api/v3/order', { ...limit, quantity: '0.9', price: '49000' });
  const counts = await callSigned(world.spot, 'GET', '/api/v3/rateLimit/order');
  expect(counts.list).toMatchObject([{ rateLimitType: 'ORDERS', intervalNum: 10, limit: 2, count: 0 }]);
});

it('limits are told in exchangeInfo', async () => {
  world = await startWithCaller({ spotWeight: { perMinute: 77 }, spotOrderLimits: windows });
  const { body } = await callPlain(world.spot, 'GET', '/api/v3/exchangeInfo', { symbol: 'BTCUSDT' });
  expect(body.rateLimits).toMatchObject([
    { rateLimitType: 'REQUEST_WEIGHT', limit: 77 },
    { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 2 },
    { rateLimitType: 'RAW_REQUESTS' },
  ]);
});
