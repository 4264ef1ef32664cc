import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import {
  type ExchangeWorld,
  FREE_OF_CHARGE,
  request,
  showBalances,
  showOrder,
  showOutcome,
} from './exchange.contract.ts';
import { pairRequest, showPair } from './exchange-terms.ts';

/** Spot: two orders behind the same funds, of which whichever comes first ends the other. */
export function spotPairContract(name: string, openWorld: () => Promise<ExchangeWorld>): void {
  describe(`a pair on spot, ${name}`, () => {
    let world: ExchangeWorld;
    let exchange: Exchange;
    const place = async (text: string, id?: string): Promise<string> =>
      showOutcome(await exchange.place(request('spot', text, id)));
    const placePair = async (text: string, legs: string): Promise<string> =>
      showPair(await exchange.placePair(pairRequest('spot', text, legs)));
    const balances = (): Promise<string> => showBalances(exchange, 'spot');
    const see = (price: string): Promise<unknown> => world.seePrice('spot', 'BTCUSDT', price);
    const lookUp = async (id: string): Promise<string> => {
      const found = await exchange.lookUp('spot', 'BTCUSDT', id);
      return found.status === 'found' ? showOrder(found.order) : found.status;
    };
    const pair = async (): Promise<string[]> => [await lookUp('pair-profit'), await lookUp('pair-loss')];

    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world.close());
    beforeEach(async () => {
      exchange = await world.openAccount(FREE_OF_CHARGE);
      await place('buy 0.1 BTCUSDT seen 50000');
    });

    it('sets its funds aside once', async () => {
      expect(await placePair('sell 0.1 BTCUSDT', 'at 55000 / stop 45000')).toBe('placed linked');
      const open = await exchange.openOrders('spot');
      expect(open.map((order) => `${order.clientOrderId} ${order.isConditional}`).sort()).toEqual([
        'pair-loss true',
        'pair-profit false',
      ]);
      expect(await balances()).toBe('BTC 0 + 0.1, USDT 5000');
    });

    it('sets aside what the dearer leg of a purchase needs', async () => {
      expect(await placePair('buy 0.05 BTCUSDT', 'at 45000 / stop 55000')).toBe('placed linked');
      expect(await balances()).toBe('BTC 0.1, USDT 2250 + 2750');
    });

    it.each([
      { legs: 'at 55000 / stop 45000', prices: ['56000'], ends: ['filled 0.1 @ 55000', 'expired'] },
      { legs: 'at 55000 / stop 45000', prices: ['44000'], ends: ['expired', 'filled 0.1 @ 44000'] },
      { legs: 'at 55000 / stop 45000 at 44500', prices: ['44000'], ends: ['expired', 'open'] },
      { legs: 'at 55000 / stop 45000 at 44500', prices: ['44000', '44600'], ends: ['expired', 'filled 0.1 @ 44500'] },
      { legs: 'at 55000 / stop 45000 at 44500', prices: ['44000', '56000'], ends: ['expired', 'filled 0.1 @ 44500'] },
      { legs: 'at 55000 / trail 100', prices: ['52000', '51480'], ends: ['expired', 'filled 0.1 @ 51480'] },
      { legs: 'at 55000 / trail 100', prices: ['56000'], ends: ['filled 0.1 @ 55000', 'expired'] },
      { legs: 'target 55000 / stop 45000', prices: ['56000'], ends: ['filled 0.1 @ 56000', 'expired'] },
      { legs: 'target 55000 at 54900 / stop 45000', prices: ['55500'], ends: ['filled 0.1 @ 55500', 'expired'] },
      { legs: 'at 55000 / stop 45000', prices: ['54999', '45001'], ends: ['open', 'open'] },
    ])('"$legs", then $prices: $ends', async ({ legs, prices, ends }) => {
      expect(await placePair('sell 0.1 BTCUSDT', legs)).toBe('placed linked');
      for (const price of prices) await see(price);
      expect(await pair()).toEqual(ends);
    });

    it('sells what it holds once, and leaves nothing set aside', async () => {
      await placePair('sell 0.1 BTCUSDT', 'at 55000 / stop 45000');
      await see('44000');
      await see('56000');
      expect(await balances()).toBe('USDT 9400');
      expect(await exchange.openOrders('spot')).toEqual([]);
    });

    it.each(['pair-profit', 'pair-loss'])('goes as a whole when %s is canceled', async (id) => {
      await placePair('sell 0.1 BTCUSDT', 'at 55000 / stop 45000');
      expect(await exchange.cancel('spot', 'BTCUSDT', id)).toMatchObject({
        status: 'canceled',
        order: { clientOrderId: id },
      });
      expect(await pair()).toEqual(['canceled', 'canceled']);
      expect(await balances()).toBe('BTC 0.1, USDT 5000');
    });

    it.each([
      { text: 'sell 0.1 BTCUSDT', legs: 'at 50000 / stop 45000' },
      { text: 'sell 0.1 BTCUSDT', legs: 'at 55000 / stop 50000' },
      { text: 'sell 0.1 BTCUSDT', legs: 'at 45000 / stop 55000' },
      { text: 'sell 0.1 BTCUSDT', legs: 'at 49000 / trail 100' },
      { text: 'buy 0.05 BTCUSDT', legs: 'at 55000 / stop 45000' },
      { text: 'buy 0.05 BTCUSDT', legs: 'at 45000 / stop 49000' },
    ])('is refused on the wrong side of the market: "$text, $legs" at 50000', async ({ text, legs }) => {
      expect(await exchange.placePair(pairRequest('spot', text, legs))).toEqual({
        status: 'rejected',
        code: '-2010',
        message: 'The relationship of the prices for the orders is not correct.',
      });
      expect(await exchange.openOrders('spot')).toEqual([]);
    });

    it.each([
      { case: 'more than is there', text: 'sell 0.11 BTCUSDT', legs: 'at 55000 / stop 45000', code: '-2010' },
      {
        case: 'a stop that waits to follow',
        text: 'sell 0.1 BTCUSDT',
        legs: 'at 55000 / trail 100 from 56000',
        code: 'not_supported',
      },
      { case: 'a leg off the tick', text: 'sell 0.1 BTCUSDT', legs: 'at 55000 / stop 45000.001', code: '-1013' },
      { case: 'a leg below the minimum', text: 'sell 0.0001 BTCUSDT', legs: 'at 55000 / stop 45000', code: '-1013' },
      { case: 'a symbol that is not traded', text: 'sell 0.1 BTCUSD', legs: 'at 55000 / stop 45000', code: '-1121' },
    ])('is refused as a whole for $case', async ({ text, legs, code }) => {
      expect(await placePair(text, legs)).toBe(`rejected ${code}`);
      expect(await balances()).toBe('BTC 0.1, USDT 5000');
    });

    it('answers a repeat with both orders as they stand, and places nothing more', async () => {
      await placePair('sell 0.05 BTCUSDT', 'at 55000 / stop 45000');
      const again = await exchange.placePair(pairRequest('spot', 'sell 0.05 BTCUSDT', 'at 55000 / stop 45000'));
      expect(again).toMatchObject({
        ...{ status: 'placed', isLinked: true },
        takeProfit: { clientOrderId: 'pair-profit', status: 'open' },
        stop: { clientOrderId: 'pair-loss', status: 'open' },
      });
      expect(await exchange.openOrders('spot')).toHaveLength(2);
    });
  });
}
