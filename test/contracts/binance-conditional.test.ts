import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange, OrderRequest, PairRequest } from '../../shared/exchanges/exchange.ts';
import type { Market } from '../../shared/markets/market.ts';
import { decimal } from '../../shared/money/decimal.ts';
import type { OrderTerms, Side } from '../../shared/orders/order.ts';
import { type BinanceWorld, binanceWorld } from '../support/binance/binance-world.ts';
import { callSigned } from '../support/binance/call-binance.ts';
import * as answers from '../support/binance/faults/answers.ts';
import { request, showOrder, showOutcome } from './exchange.contract.ts';

let world: BinanceWorld;
let exchange: Exchange;
let apiKey: string;
beforeEach(async () => {
  world = await binanceWorld();
  ({ exchange, apiKey } = world.open({ spot: { USDT: '10000', BTC: '1' } }));
});
afterEach(async () => {
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const at = decimal;
function protect(market: Market, side: Side, terms: OrderTerms, clientOrderId: string): OrderRequest {
  const common = {
    market,
    symbol: 'BTCUSDT',
    side,
    quantity: at('0.1'),
    reduceOnly: true,
    purpose: 'protect' as const,
  };
  return { ...common, ...terms, clientOrderId };
}
const shown = async (market: Market, id: string): Promise<string> => {
  const found = await exchange.lookUp(market, 'BTCUSDT', id);
  return found.status === 'found' ? showOrder(found.order) : found.status;
};
const sent = (path: string) => world.fake.ledger.requests().filter((one) => one.path === path && one.method === 'POST');
const goLong = async (): Promise<void> => {
  expect(showOutcome(await exchange.place(request('usdm', 'buy 0.1 BTCUSDT', 'entry')))).toMatch('filled');
};

type Row = { case: string; side: Side; terms: OrderTerms; prices: string[]; after: string };
const rows: Row[] = [
  {
    ...{ case: 'a stop', side: 'sell', terms: { type: 'stop_market', stopPrice: at('49000') } },
    ...{ prices: ['48900'], after: 'filled 0.1 @ 48900' },
  },
  {
    ...{ case: 'a stop with a limit', side: 'sell', prices: ['48950'], after: 'filled 0.1 @ 48950' },
    terms: { type: 'stop_limit', stopPrice: at('49000'), price: at('48900') },
  },
  {
    ...{ case: 'a target', side: 'sell', terms: { type: 'take_profit_market', stopPrice: at('51000') } },
    ...{ prices: ['51100'], after: 'filled 0.1 @ 51100' },
  },
  {
    ...{ case: 'a target with a limit', side: 'sell', prices: ['51100'], after: 'filled 0.1 @ 51100' },
    terms: { type: 'take_profit_limit', stopPrice: at('51000'), price: at('50900') },
  },
  {
    ...{ case: 'a trailing stop', side: 'sell', terms: { type: 'trailing_stop', callbackBps: 100 } },
    ...{ prices: ['52000', '51400'], after: 'filled 0.1 @ 51400' },
  },
  {
    ...{ case: 'a trailing stop that begins at a gain', side: 'sell', prices: ['49600', '51000', '50400'] },
    ...{
      terms: { type: 'trailing_stop', callbackBps: 100, activationPrice: at('51000') },
      after: 'filled 0.1 @ 50400',
    },
  },
];
const markets: Market[] = ['spot', 'usdm'];

describe('conditional orders', () => {
  it.each(rows.flatMap((row) => markets.map((market) => ({ ...row, market }))))(
    '$case on $market waits, is listed as ours, triggers and is found under its own id',
    async ({ market, side, terms, prices, after }) => {
      if (market === 'usdm') await goLong();
      expect(showOutcome(await exchange.place(protect(market, side, terms, 'tv-guard')))).toBe('open');
      expect(await exchange.openOrders(market)).toMatchObject([
        { clientOrderId: 'tv-guard', isOurs: true, isConditional: true, side, symbol: 'BTCUSDT', status: 'open' },
      ]);
      expect(await shown(market, 'tv-guard')).toBe('open');
      for (const [index, price] of prices.entries()) {
        if (index > 0) expect(await shown(market, 'tv-guard'), `before ${price}`).toBe('open');
        world.fake.setPrice('BTCUSDT', price);
      }
      expect(await shown(market, 'tv-guard')).toBe(after);
      expect(await exchange.openOrders(market)).toEqual([]);
      const found = await exchange.lookUp(market, 'BTCUSDT', 'tv-guard');
      if (found.status !== 'found') throw new Error('The order was lost');
      expect(await exchange.fillsOf(market, 'BTCUSDT', found.order.exchangeOrderId)).toEqual(found.order.fills);
    },
  );

  it.each(markets)('on %s are canceled under their own id, once', async (market) => {
    if (market === 'usdm') await goLong();
    await exchange.place(protect(market, 'sell', { type: 'stop_market', stopPrice: at('49000') }, 'guard'));
    expect(await exchange.cancel(market, 'BTCUSDT', 'guard')).toMatchObject({
      status: 'canceled',
      order: { clientOrderId: 'guard', status: 'canceled' },
    });
    expect(await exchange.cancel(market, 'BTCUSDT', 'guard')).toMatchObject({ status: 'already_closed' });
    expect(await shown(market, 'guard')).toBe('canceled');
  });

  it('that were triggered and rest are canceled in the book', async () => {
    await goLong();
    const terms: OrderTerms = { type: 'stop_limit', stopPrice: at('49000'), price: at('49500') };
    await exchange.place(protect('usdm', 'sell', terms, 'guard'));
    world.fake.setPrice('BTCUSDT', '48900');
    expect(await shown('usdm', 'guard')).toBe('open');
    expect(await exchange.openOrders('usdm')).toMatchObject([{ isConditional: false, status: 'open' }]);
    expect(await exchange.cancel('usdm', 'BTCUSDT', 'guard')).toMatchObject({ status: 'canceled' });
    expect(await exchange.openOrders('usdm')).toEqual([]);
  });

  it('that the engine refuses once triggered are told as rejected', async () => {
    await goLong();
    await exchange.place(protect('usdm', 'sell', { type: 'stop_market', stopPrice: at('49000') }, 'guard'));
    await exchange.place(request('usdm', 'sell 0.1 BTCUSDT reduce'));
    world.fake.setPrice('BTCUSDT', '48900');
    expect(await shown('usdm', 'guard')).toBe('rejected');
  });

  it.each([
    { case: 'a stop that would trigger at once', market: 'spot', stopPrice: '51000', code: '-2010' },
    { case: 'a stop that would trigger at once', market: 'usdm', stopPrice: '51000', code: '-2021' },
  ] as const)('rejects $case on $market', async ({ market, stopPrice, code }) => {
    const order = protect(market, 'sell', { type: 'stop_market', stopPrice: at(stopPrice) }, 'guard');
    expect(await exchange.place(order)).toMatchObject({ status: 'rejected', code });
  });

  it('answers a duplicate conditional order with the one that waits', async () => {
    await goLong();
    const order = protect('usdm', 'sell', { type: 'stop_market', stopPrice: at('49000') }, 'guard');
    const first = await exchange.place(order);
    expect(await world.reopen(apiKey).place(order)).toEqual(first);
    expect(await exchange.openOrders('usdm')).toHaveLength(1);
  });

  it('finds a conditional order whose answer was lost', async () => {
    await goLong();
    world.fake.faults.next({ path: '/fapi/v1/algoOrder', method: 'POST' }, { kind: 'reset', executed: true });
    const order = protect('usdm', 'sell', { type: 'stop_market', stopPrice: at('49000') }, 'guard');
    expect(await exchange.place(order)).toMatchObject({ status: 'unknown' });
    expect(await shown('usdm', 'guard')).toBe('open');
  });
});

describe('limit orders', () => {
  it.each([
    { terms: { timeInForce: 'ioc' }, spot: 'expired', usdm: 'expired' },
    { terms: { timeInForce: 'fok' }, spot: 'expired', usdm: 'rejected -5021' },
    { terms: { postOnly: true }, spot: 'open', usdm: 'open' },
  ] as const)('below the market with $terms are $spot on spot and $usdm on USD-M', async ({ terms, ...after }) => {
    for (const market of markets) {
      const outcome = await exchange.place({
        ...request(market, 'buy 0.01 BTCUSDT at 40000'),
        ...terms,
      } as OrderRequest);
      expect(showOutcome(outcome)).toBe(after[market]);
    }
  });

  it.each(markets)('on %s that are to rest are refused when they would not', async (market) => {
    const crossing = { ...request(market, 'buy 0.01 BTCUSDT at 50100'), postOnly: true } as OrderRequest;
    expect(showOutcome(await exchange.place(crossing))).toBe(market === 'spot' ? 'rejected -2010' : 'rejected -5022');
    const contrary = { ...crossing, timeInForce: 'ioc' } as OrderRequest;
    expect(await exchange.place(contrary)).toMatchObject({ status: 'rejected', code: 'bad_order' });
  });
});

describe('placePair()', () => {
  const pair = (market: Market, stop: PairRequest['stop'], takeProfit: PairRequest['takeProfit']): PairRequest => ({
    ...{ market, symbol: 'BTCUSDT', side: 'sell', quantity: at('0.1'), stop, takeProfit },
  });
  const stop = { type: 'stop_market', stopPrice: at('49000'), clientOrderId: 'tv-stop' } as const;
  const target = { type: 'limit', price: at('51000'), clientOrderId: 'tv-target' } as const;

  it('places one list on spot, of which one ends the other', async () => {
    expect(await exchange.placePair(pair('spot', stop, target))).toMatchObject({
      ...{ status: 'placed', isLinked: true },
      ...{
        stop: { clientOrderId: 'tv-stop', status: 'open' },
        takeProfit: { clientOrderId: 'tv-target', status: 'open' },
      },
    });
    expect(sent('/api/v3/orderList/oco')).toHaveLength(1);
    world.fake.setPrice('BTCUSDT', '51000');
    expect(await shown('spot', 'tv-target')).toBe('filled 0.1 @ 51000');
    expect(await shown('spot', 'tv-stop')).toBe('expired');
  });

  it.each([
    { case: 'a trailing stop', stop: { type: 'trailing_stop', callbackBps: 200, clientOrderId: 's' } as const, target },
    {
      case: 'limits on both legs',
      stop: { type: 'stop_limit', stopPrice: at('49000'), price: at('48900'), clientOrderId: 's' } as const,
      target: { type: 'take_profit_limit', stopPrice: at('51000'), price: at('50900'), clientOrderId: 't' } as const,
    },
  ])('takes $case', async ({ stop, target }) => {
    expect(await exchange.placePair(pair('spot', stop, target))).toMatchObject({ status: 'placed', isLinked: true });
  });

  it('stands upside down for a purchase', async () => {
    const buyStop = { ...stop, stopPrice: at('51000') };
    const buyTarget = { ...target, price: at('49000') };
    const placed = await exchange.placePair({ ...pair('spot', buyStop, buyTarget), side: 'buy' });
    expect(placed).toMatchObject({ status: 'placed' });
  });

  it('finds a pair whose answer was lost, and places it no second time', async () => {
    world.fake.faults.next({ path: '/api/v3/orderList/oco' }, { kind: 'reset', executed: true });
    expect(await exchange.placePair(pair('spot', stop, target))).toMatchObject({ status: 'unknown' });
    expect(await exchange.placePair(pair('spot', stop, target))).toMatchObject({ status: 'placed' });
    expect(await world.reopen(apiKey).placePair(pair('spot', stop, target))).toMatchObject({ status: 'placed' });
    expect(await exchange.openOrders('spot')).toHaveLength(2);
  });

  it('refuses a pair with the wrong prices, and one that spot cannot take', async () => {
    expect(await exchange.placePair(pair('spot', { ...stop, stopPrice: at('50500') }, target))).toMatchObject({
      ...{ status: 'rejected', code: '-2010' },
    });
    const late = { type: 'trailing_stop', callbackBps: 100, activationPrice: at('50500'), clientOrderId: 's' } as const;
    expect(await exchange.placePair(pair('spot', late, target))).toMatchObject({ code: 'not_supported' });
  });

  it('places two on USD-M that only reduce, the stop first, and leaves the sibling to the caller', async () => {
    await goLong();
    const takeProfit = { type: 'take_profit_market', stopPrice: at('51000'), clientOrderId: 'tv-target' } as const;
    expect(await exchange.placePair(pair('usdm', stop, takeProfit))).toMatchObject({
      status: 'placed',
      isLinked: false,
    });
    const algos = sent('/fapi/v1/algoOrder');
    expect(algos.map(({ params }) => [params.type, params.reduceOnly])).toEqual([
      ['STOP_MARKET', 'true'],
      ['TAKE_PROFIT_MARKET', 'true'],
    ]);
    world.fake.setPrice('BTCUSDT', '51000');
    expect(await shown('usdm', 'tv-target')).toBe('filled 0.1 @ 51000');
    expect(await exchange.cancel('usdm', 'BTCUSDT', 'tv-stop')).toMatchObject({ status: 'canceled' });
  });

  it('says that a stop stands alone when its target was refused', async () => {
    await goLong();
    const takeProfit = { type: 'take_profit_market', stopPrice: at('49500'), clientOrderId: 'tv-target' } as const;
    expect(await exchange.placePair(pair('usdm', stop, takeProfit))).toMatchObject({
      ...{ status: 'half_placed', stop: { status: 'open' }, takeProfit: { status: 'rejected', code: '-2021' } },
    });
  });
});

describe('hedge mode', () => {
  it('names the position instead of "reduce only"', async () => {
    ({ exchange } = world.open({ hedgeMode: true }));
    for (const text of ['buy 0.2 BTCUSDT', 'sell 0.1 BTCUSDT reduce', 'sell 0.3 BTCUSDT'])
      expect(showOutcome(await exchange.place(request('usdm', text)))).toMatch('filled');
    await exchange.place(protect('usdm', 'sell', { type: 'stop_market', stopPrice: at('49000') }, 'guard'));
    const positions = await exchange.positions('usdm');
    expect(positions.map(({ quantity }) => quantity.toFixed()).sort()).toEqual(['-0.3', '0.1']);
    world.fake.setPrice('BTCUSDT', '49000');
    expect(await shown('usdm', 'guard')).toMatch('filled');
    expect((await exchange.positions('usdm')).map(({ quantity }) => quantity.toFixed())).toEqual(['-0.3']);
  });

  it('is read once, and again when the exchange says that it changed', async () => {
    const modes = () =>
      world.fake.ledger.requests().filter(({ path, method }) => path.endsWith('dual') && method === 'GET').length;
    for (const id of ['one', 'two']) await exchange.place(request('usdm', 'buy 0.01 BTCUSDT at 40000', id));
    expect(modes()).toBe(1);
    await exchange.cancelAll('usdm', 'BTCUSDT');
    const caller = { apiKey, secret: 's'.repeat(64), now: () => world.clock.now().getTime() };
    const switched = { dualSidePosition: 'true' };
    await callSigned({ ...caller, baseUrl: world.fake.urls.usdm }, 'POST', '/fapi/v1/positionSide/dual', switched);
    expect(showOutcome(await exchange.place(request('usdm', 'buy 0.01 BTCUSDT', 'three')))).toMatch('filled');
    expect(modes()).toBe(2);
  });
});

describe('prepareSymbol()', () => {
  it('sets leverage and margin, and is ready when they are set already', async () => {
    const settings = { leverage: 10, marginType: 'isolated' } as const;
    for (let n = 0; n < 2; n += 1)
      expect(await exchange.prepareSymbol('usdm', 'BTCUSDT', settings)).toEqual({ status: 'ready' });
    expect(await exchange.prepareSymbol('spot', 'BTCUSDT', {})).toEqual({ status: 'ready' });
  });

  it('hands on what the exchange refuses', async () => {
    expect(await exchange.prepareSymbol('usdm', 'BTCUSDT', { leverage: 500 })).toMatchObject({ code: '-4028' });
    await goLong();
    expect(await exchange.prepareSymbol('usdm', 'BTCUSDT', { marginType: 'isolated' })).toMatchObject({
      ...{
        code: '-4048',
        message: expect.stringContaining('cannot be set to "isolated" margin while a position is open'),
      },
    });
    expect(await exchange.prepareSymbol('spot', 'BTCUSDT', { leverage: 3 })).toMatchObject({ status: 'refused' });
  });

  it.each([
    { case: '-1006', fault: answers.unexpectedResponse(false) },
    { case: '-1007', fault: answers.backendTimeout(true) },
    { case: 'the firewall', fault: answers.firewall() },
    { case: '503 "Service Unavailable."', fault: answers.serviceUnavailable() },
  ])('does not take $case for a refusal', async ({ fault }) => {
    world.fake.faults.next({ path: '/fapi/v1/leverage' }, fault);
    await expect(exchange.prepareSymbol('usdm', 'BTCUSDT', { leverage: 10 })).rejects.toMatchObject({
      code: 'exchange_unavailable',
    });
    expect(await exchange.prepareSymbol('usdm', 'BTCUSDT', { leverage: 10 })).toEqual({ status: 'ready' });
  });
});

describe('the ways out', () => {
  it.each(markets)('cancels everything in a symbol on %s, what rests and what waits', async (market) => {
    if (market === 'usdm') await goLong();
    await exchange.place(request(market, 'buy 0.01 BTCUSDT at 40000'));
    await exchange.place(protect(market, 'sell', { type: 'stop_market', stopPrice: at('49000') }, 'guard'));
    await exchange.place(request(market, 'buy 0.1 ETHUSDT at 2000'));
    await exchange.cancelAll(market, 'BTCUSDT');
    expect((await exchange.openOrders(market)).map(({ symbol }) => symbol)).toEqual(['ETHUSDT']);
    await exchange.cancelAll(market, 'BTCUSDT');
  });

  it('has the exchange cancel what nobody has renewed in time', async () => {
    await exchange.place(request('usdm', 'buy 0.01 BTCUSDT at 40000'));
    await exchange.countdownCancelAll('usdm', 'BTCUSDT', 120_000);
    world.clock.advance(119_000);
    await exchange.countdownCancelAll('usdm', 'BTCUSDT', 120_000);
    world.clock.advance(119_000);
    expect(await exchange.openOrders('usdm')).toHaveLength(1);
    world.clock.advance(2_000);
    expect(await exchange.openOrders('usdm')).toEqual([]);
    await expect(exchange.countdownCancelAll('spot', 'BTCUSDT', 1)).rejects.toMatchObject({ retryable: false });
  });

  it('tells the orders of others from ours', async () => {
    await exchange.place(request('spot', 'buy 0.01 BTCUSDT at 40000', 'by-hand'));
    await exchange.place(request('spot', 'buy 0.01 BTCUSDT at 40000', 'tvabc-1'));
    const open = await exchange.openOrders('spot');
    expect(open.map(({ clientOrderId, isOurs }) => [clientOrderId, isOurs])).toEqual([
      ['by-hand', false],
      ['tvabc-1', true],
    ]);
  });
});
