import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CallReply, callSigned } from '../../../../support/binance/call-binance.ts';
import { API_KEY, type FakeWithCaller, startWithCaller } from '../../../../support/binance/fake-caller.ts';

let world: FakeWithCaller;
beforeEach(async () => {
  world = await startWithCaller();
});
afterEach(() => world.fake.close());

const oco = {
  ...{ symbol: 'BTCUSDT', side: 'SELL', quantity: '1', listClientOrderId: 'list' },
  ...{ aboveType: 'LIMIT_MAKER', abovePrice: '55000', aboveClientOrderId: 'target' },
  ...{ belowType: 'STOP_LOSS_LIMIT', belowPrice: '44900', belowStopPrice: '45000', belowTimeInForce: 'GTC' },
  belowClientOrderId: 'stop',
};
const place = (path: string, values: Record<string, string>): Promise<CallReply> =>
  callSigned(world.spot, 'POST', `/api/v3/orderList/${path}`, values);
const statusOf = (id: string): unknown => world.fake.ledger.ordersByClientId(id).map(({ status }) => status);
const balance = (asset: string): unknown =>
  world.fake.ledger.balances(API_KEY, 'spot').find((one) => one.asset === asset);

describe('an OCO', () => {
  it('locks its coins once and lists both orders', async () => {
    const { body, status } = await place('oco', oco);
    expect(status).toBe(200);
    expect(body).toMatchObject({ contingencyType: 'OCO', listStatusType: 'EXEC_STARTED', listClientOrderId: 'list' });
    expect(body.orderReports).toMatchObject([{ clientOrderId: 'stop', status: 'NEW' }, { clientOrderId: 'target' }]);
    expect(balance('BTC')).toEqual({ asset: 'BTC', free: '0', locked: '1' });
  });

  it('loses its stop when the target trades', async () => {
    await place('oco', oco);
    world.fake.setPrice('BTCUSDT', '55000');
    expect([statusOf('target'), statusOf('stop')]).toEqual([['FILLED'], ['EXPIRED']]);
    expect(balance('BTC')).toEqual({ asset: 'BTC', free: '0', locked: '0' });
    const list = await callSigned(world.spot, 'GET', '/api/v3/orderList', { origClientOrderId: 'list' });
    expect(list.body).toMatchObject({ listStatusType: 'ALL_DONE', listOrderStatus: 'ALL_DONE' });
  });

  it('loses its target when the stop is triggered, before the stop has traded', async () => {
    await place('oco', oco);
    world.fake.setPrice('BTCUSDT', '44000');
    expect([statusOf('target'), statusOf('stop')]).toEqual([['EXPIRED'], ['NEW']]);
    expect(balance('BTC'), 'the stop keeps the coins').toEqual({ asset: 'BTC', free: '0', locked: '1' });
    world.fake.setPrice('BTCUSDT', '44900');
    expect(statusOf('stop')).toEqual(['FILLED']);
    expect(balance('USDT')).toEqual({ asset: 'USDT', free: '54855.1', locked: '0' });
  });

  it('is canceled whole when one of its orders is', async () => {
    await place('oco', oco);
    const { body } = await callSigned(world.spot, 'DELETE', '/api/v3/order', {
      ...{ symbol: 'BTCUSDT', origClientOrderId: 'stop' },
    });
    expect(body).toMatchObject({
      listOrderStatus: 'ALL_DONE',
      orderReports: [{ status: 'CANCELED' }, { status: 'CANCELED' }],
    });
    expect(balance('BTC')).toEqual({ asset: 'BTC', free: '1', locked: '0' });
  });

  it.each<{ case: string; values: Record<string, string>; code: number }>([
    { case: 'a target below the market', values: { abovePrice: '49000' }, code: -2010 },
    { case: 'a stop above the market', values: { belowStopPrice: '51000', belowPrice: '51000' }, code: -2010 },
    { case: 'a stop on the wrong side', values: { aboveType: 'STOP_LOSS', aboveStopPrice: '55000' }, code: -1106 },
    { case: 'two limits', values: { belowType: 'LIMIT_MAKER' }, code: -1106 },
    { case: 'a used client order id', values: { aboveClientOrderId: 'stop' }, code: -2010 },
    { case: 'more than is held', values: { quantity: '1.1' }, code: -2010 },
  ])('with $case is refused with $code and locks nothing', async ({ values, code }) => {
    const { body } = await place('oco', { ...oco, ...values });
    expect(body.code).toBe(code);
    expect(balance('BTC')).toEqual({ asset: 'BTC', free: '1', locked: '0' });
  });
});

describe('an OTOCO', () => {
  const otoco = {
    ...{ symbol: 'BTCUSDT', listClientOrderId: 'list', workingType: 'LIMIT', workingTimeInForce: 'GTC' },
    ...{ workingSide: 'BUY', workingPrice: '49000', workingQuantity: '0.1', workingClientOrderId: 'entry' },
    ...{ pendingSide: 'SELL', pendingQuantity: '0.1', pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: '55000' },
    ...{ pendingAboveClientOrderId: 'target', pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: '45000' },
    pendingBelowClientOrderId: 'stop',
  };

  it('holds its pair back until the entry is filled', async () => {
    const { body } = await place('otoco', otoco);
    expect(body).toMatchObject({
      contingencyType: 'OTO',
      orderReports: [{ status: 'NEW' }, { status: 'PENDING_NEW' }, { status: 'PENDING_NEW' }],
    });
    world.fake.setPrice('BTCUSDT', '49000');
    expect([statusOf('entry'), statusOf('target'), statusOf('stop')]).toEqual([['FILLED'], ['NEW'], ['NEW']]);
    world.fake.setPrice('BTCUSDT', '45000');
    expect([statusOf('target'), statusOf('stop')]).toEqual([['EXPIRED'], ['FILLED']]);
  });

  it('loses its pair when commission left too little to sell', async () => {
    const poor = 'p'.repeat(64);
    world.fake.addAccount({ apiKey: poor, secret: 's'.repeat(64), spot: { USDT: '5000' } });
    await callSigned({ ...world.spot, apiKey: poor }, 'POST', '/api/v3/orderList/otoco', otoco);
    world.fake.setPrice('BTCUSDT', '49000');
    expect([statusOf('entry'), statusOf('target'), statusOf('stop')]).toEqual([['FILLED'], ['EXPIRED'], ['EXPIRED']]);
    expect(world.fake.ledger.balances(poor, 'spot')).toContainEqual({ asset: 'BTC', free: '0.0999', locked: '0' });
  });

  it('ends whole when its entry is canceled', async () => {
    await place('otoco', otoco);
    await callSigned(world.spot, 'DELETE', '/api/v3/orderList', { symbol: 'BTCUSDT', listClientOrderId: 'list' });
    expect([statusOf('entry'), statusOf('target'), statusOf('stop')]).toEqual([
      ['CANCELED'],
      ['CANCELED'],
      ['CANCELED'],
    ]);
    expect(balance('USDT')).toEqual({ asset: 'USDT', free: '10000', locked: '0' });
  });
});
