import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CallReply, callSigned } from '../../../../support/binance/call-binance.ts';
import { API_KEY, type FakeWithCaller, startWithCaller } from '../../../../support/binance/fake-caller.ts';

let world: FakeWithCaller;
beforeEach(async () => {
  world = await startWithCaller();
});
afterEach(() => world.fake.close());

type Values = Record<string, string>;
const PATH = '/fapi/v1/order';
const post = (path: string, values: Values): Promise<CallReply> => callSigned(world.usdm, 'POST', path, values);
const order = (values: Values): Promise<CallReply> => post(PATH, { symbol: 'BTCUSDT', ...values });
const market = { side: 'BUY', type: 'MARKET', quantity: '0.100' };
const limit = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.100', price: '49000' };
const wallet = (): unknown => world.fake.ledger.balances(API_KEY, 'usdm')[0]?.free;
const positions = (): unknown => world.fake.ledger.positions(API_KEY);

describe('a one-way position', () => {
  it('is opened by an order whose acknowledgement says nothing of it', async () => {
    const { body } = await order(market);
    expect(body).toMatchObject({ status: 'NEW', executedQty: '0', avgPrice: '0.00000' });
    expect(positions()).toEqual([{ symbol: 'BTCUSDT', side: 'BOTH', amount: '0.1', entryPrice: '50000' }]);
    expect(wallet(), 'less 0.05 % of 5000').toBe('9997.5');
  });

  it('is answered in full when RESULT is asked for', async () => {
    const { body } = await order({ ...market, newOrderRespType: 'RESULT' });
    expect(body).toMatchObject({ status: 'FILLED', executedQty: '0.1', avgPrice: '50000.00000', cumQuote: '5000' });
  });

  it('averages its entry, realizes in parts and turns round', async () => {
    await order(market);
    world.fake.setPrice('BTCUSDT', '51000');
    await order({ ...market, quantity: '0.050' });
    world.fake.setPrice('BTCUSDT', '52000');
    await order({ ...market, side: 'SELL', quantity: '0.200' });
    expect(positions()).toEqual([{ symbol: 'BTCUSDT', side: 'BOTH', amount: '-0.05', entryPrice: '52000' }]);
    const trades = await callSigned(world.usdm, 'GET', '/fapi/v1/userTrades', { symbol: 'BTCUSDT' });
    expect(trades.list.map(({ realizedPnl }) => realizedPnl)).toEqual(['0.00000000', '0.00000000', '250.00000000']);
    expect(wallet(), '10000 + 250 - 2.5 - 1.275 - 5.2').toBe('10241.025');
  });

  it('closed in uneven parts realizes the same in sum', async () => {
    await order({ ...market, quantity: '0.003' });
    world.fake.setPrice('BTCUSDT', '50000.1');
    await order({ ...market, quantity: '0.004' });
    world.fake.setPrice('BTCUSDT', '60000');
    for (const quantity of ['0.001', '0.002', '0.004'])
      await order({ ...market, side: 'SELL', reduceOnly: 'true', quantity });
    const trades = world.fake.ledger.executions().flatMap((entry) => entry.trades);
    const commission = 0.0005 * (0.003 * 50000 + 0.004 * 50000.1 + 0.007 * 60000);
    expect(trades).toHaveLength(5);
    expect(Number(wallet())).toBeCloseTo(10000 + 0.007 * 60000 - 0.003 * 50000 - 0.004 * 50000.1 - commission, 6);
    expect(positions()).toEqual([]);
  });
});

describe('an order is refused', () => {
  it.each<{ case: string; values: Values; code: number }>([
    { case: 'of nothing', values: { ...market, quantity: '0.000' }, code: -4003 },
    {
      case: 'below the minimum notional in money',
      values: { ...market, symbol: 'ETHUSDT', quantity: '0.006' },
      code: -4164,
    },
    { case: 'above the maximum quantity of its type', values: { ...market, quantity: '120.001' }, code: -4005 },
    { case: 'between two steps of price', values: { ...limit, price: '49000.05' }, code: -4014 },
    { case: 'below the lowest price', values: { ...limit, price: '261.0' }, code: -4013 },
    { case: 'above the highest price', values: { ...limit, price: '809484.1' }, code: -4002 },
    { case: 'too far above the mark', values: { ...limit, price: '52500.1' }, code: -4016 },
    { case: 'too far below the mark', values: { ...limit, side: 'SELL', price: '47499.9' }, code: -4024 },
    { case: 'without the margin', values: { ...market, quantity: '5.000' }, code: -2019 },
    { case: 'reducing nothing', values: { ...market, reduceOnly: 'true' }, code: -2022 },
    { case: 'of a hedged side', values: { ...market, positionSide: 'LONG' }, code: -4061 },
    { case: 'post-only that would take', values: { ...limit, timeInForce: 'GTX', price: '50000' }, code: -5022 },
    { case: 'fill-or-kill that cannot', values: { ...limit, timeInForce: 'FOK' }, code: -5021 },
  ])('$case with $code and leaves no trace', async ({ values, code }) => {
    const reply = await order(values);
    expect([reply.status, reply.body.code]).toEqual([400, code]);
    expect(world.fake.ledger.orders()).toEqual([]);
    expect(wallet()).toBe('10000');
  });

  it('when the best price is too far from the mark', async () => {
    world.fake.setPrice('BTCUSDT', '50000', { ask: '53000' });
    expect((await order(market)).body.code).toBe(-4131);
  });

  it('when it would reduce more than is held, or more than is left by another', async () => {
    await order(market);
    const reduce = { ...limit, side: 'SELL', price: '51000', reduceOnly: 'true' };
    expect((await order({ ...reduce, quantity: '0.101' })).body.code).toBe(-2022);
    expect((await order({ ...reduce, quantity: '0.060' })).status).toBe(200);
    expect((await order({ ...reduce, quantity: '0.060' })).body.code).toBe(-2022);
  });

  it('when its client order id is open, and not once that is filled', async () => {
    await order({ ...limit, newClientOrderId: 'a:b/c.1' });
    expect((await order({ ...limit, newClientOrderId: 'a:b/c.1' })).body).toEqual({
      code: -4116,
      msg: 'clientOrderId is duplicated',
    });
    world.fake.setPrice('BTCUSDT', '49000');
    expect((await order({ ...market, newClientOrderId: 'a:b/c.1' })).status).toBe(200);
    expect(world.fake.ledger.ordersByClientId('a:b/c.1')).toHaveLength(2);
  });
});

describe('in hedge mode', () => {
  beforeEach(async () => {
    expect((await post('/fapi/v1/positionSide/dual', { dualSidePosition: 'true' })).body).toMatchObject({ code: 200 });
  });

  it('long and short live side by side', async () => {
    await order({ ...market, positionSide: 'LONG' });
    await order({ ...market, side: 'SELL', positionSide: 'SHORT', quantity: '0.050' });
    expect(positions()).toMatchObject([
      { side: 'LONG', amount: '0.1' },
      { side: 'SHORT', amount: '-0.05' },
    ]);
  });

  it.each<{ case: string; values: Values; code: number }>([
    { case: 'no side', values: market, code: -4061 },
    { case: 'reduceOnly', values: { ...market, positionSide: 'LONG', reduceOnly: 'true' }, code: -1106 },
    { case: 'a close of nothing', values: { ...market, side: 'SELL', positionSide: 'LONG' }, code: -2022 },
  ])('an order with $case is refused with $code', async ({ values, code }) => {
    expect((await order(values)).body.code).toBe(code);
  });
});

describe('settings', () => {
  it('refuse to change what is so already', async () => {
    const margin = { symbol: 'BTCUSDT', marginType: 'CROSSED' };
    expect((await post('/fapi/v1/marginType', margin)).body).toEqual({
      code: -4046,
      msg: 'No need to change margin type.',
    });
    expect((await post('/fapi/v1/positionSide/dual', { dualSidePosition: 'false' })).body.code).toBe(-4059);
  });

  it('refuse to change while orders or positions are open', async () => {
    await order(market);
    expect((await post('/fapi/v1/marginType', { symbol: 'BTCUSDT', marginType: 'ISOLATED' })).body.code).toBe(-4048);
    expect((await post('/fapi/v1/positionSide/dual', { dualSidePosition: 'true' })).body.code).toBe(-4068);
  });

  it('change the leverage and with it the margin and the largest position', async () => {
    const changed = await post('/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: '100' });
    expect(changed.body).toEqual({ leverage: 100, maxNotionalValue: '300000', symbol: 'BTCUSDT' });
    expect((await order({ ...market, quantity: '5.000' })).status).toBe(200);
    expect((await order({ ...market, quantity: '1.001' })).body.code).toBe(-2027);
    expect((await post('/fapi/v1/leverage', { symbol: 'BTCUSDT', leverage: '126' })).body.code).toBe(-4028);
  });

  it('cancel everything when the countdown is not renewed', async () => {
    await order({ ...limit, newClientOrderId: 'dead' });
    await post('/fapi/v1/countdownCancelAll', { symbol: 'BTCUSDT', countdownTime: '120000' });
    world.clock.advance(119_999);
    world.fake.tick();
    expect(world.fake.ledger.ordersByClientId('dead')).toMatchObject([{ status: 'NEW' }]);
    world.clock.advance(1);
    world.fake.tick();
    expect(world.fake.ledger.ordersByClientId('dead')).toMatchObject([{ status: 'CANCELED' }]);
  });
});

describe('reads', () => {
  it('show what is held and what is free in both versions', async () => {
    await order(market);
    world.fake.setPrice('BTCUSDT', '51000');
    const [v3] = (await callSigned(world.usdm, 'GET', '/fapi/v3/positionRisk')).list;
    expect(v3).toMatchObject({
      symbol: 'BTCUSDT',
      positionAmt: '0.1',
      unRealizedProfit: '100.00000000',
      initialMargin: '255.00000000',
    });
    const v2 = (await callSigned(world.usdm, 'GET', '/fapi/v2/positionRisk')).list;
    expect(v2, 'v2 lists every symbol').toHaveLength(6);
    const [balance] = (await callSigned(world.usdm, 'GET', '/fapi/v3/balance')).list;
    expect(balance).toMatchObject({ balance: '9997.50000000', availableBalance: '9842.50000000' });
    const account = await callSigned(world.usdm, 'GET', '/fapi/v2/account');
    expect(account.body).toMatchObject({ totalWalletBalance: '9997.50000000', totalUnrealizedProfit: '100.00000000' });
  });

  it('forget unfilled orders that ended three days ago', async () => {
    await order({ ...limit, newClientOrderId: 'old' });
    const named = { symbol: 'BTCUSDT', origClientOrderId: 'old' };
    await callSigned(world.usdm, 'DELETE', PATH, named);
    expect((await callSigned(world.usdm, 'GET', PATH, named)).body).toMatchObject({ status: 'CANCELED' });
    world.clock.advance(3 * 86_400_000 + 1);
    expect((await callSigned(world.usdm, 'GET', PATH, named)).body.code).toBe(-2013);
  });
});
