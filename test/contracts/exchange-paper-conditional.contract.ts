import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import {
  type ExchangeWorld,
  FREE_OF_CHARGE,
  request,
  showBalances,
  showOrder,
  showOutcome,
  showPositions,
} from './exchange.contract.ts';
import { pairRequest, showPair } from './exchange-terms.ts';

/** What the paper exchange does with conditional orders where real ones differ, or cannot be brought to show it. */
export function paperConditionalContract(name: string, openWorld: () => Promise<ExchangeWorld>): void {
  describe(`conditional paper, ${name}`, () => {
    let world: ExchangeWorld;
    let exchange: Exchange;
    const place = async (market: 'spot' | 'usdm', text: string, id?: string): Promise<string> =>
      showOutcome(await exchange.place(request(market, text, id)));
    const found = async (market: 'spot' | 'usdm', symbol: string, id: string) => {
      const outcome = await exchange.lookUp(market, symbol, id);
      if (outcome.status !== 'found') throw new Error(`The order "${id}" was lost`);
      return outcome.order;
    };

    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world.close());
    beforeEach(async () => {
      exchange = await world.openAccount(FREE_OF_CHARGE);
    });

    it('fills at the price that was seen, moved by the slippage', async () => {
      exchange = await world.openAccount({ commissionRate: '0.001', slippageRate: '0.0005' });
      await place('usdm', 'buy 0.1 BTCUSDT seen 50000');
      await place('usdm', 'sell 0.1 BTCUSDT stop 45000 reduce', 'stop');
      await world.seePrice('usdm', 'BTCUSDT', '44000');
      expect(showOrder(await found('usdm', 'BTCUSDT', 'stop'))).toBe('filled 0.1 @ 43978');
    });

    it('sets the commission of a waiting purchase aside too', async () => {
      exchange = await world.openAccount({ commissionRate: '0.001' });
      await place('spot', 'buy 0.1 BTCUSDT stop 55000 seen 50000');
      expect(await showBalances(exchange, 'spot')).toBe('USDT 4494.5 + 5505.5');
    });

    it('cuts an order that only reduces to the position when it triggers', async () => {
      await place('usdm', 'buy 0.1 BTCUSDT seen 50000');
      await place('usdm', 'sell 0.3 BTCUSDT stop 45000 reduce', 'stop');
      await world.seePrice('usdm', 'BTCUSDT', '45000');
      const order = await found('usdm', 'BTCUSDT', 'stop');
      expect(showOrder(order)).toBe('filled 0.1 @ 45000');
      expect(order.reason).toContain('cut to the position "0.1"');
      expect(await showPositions(exchange)).toBe('');
    });

    it('says why an order that was triggered came to nothing', async () => {
      await place('usdm', 'sell 0.1 BTCUSDT stop 45000 seen 50000 reduce', 'orphan');
      await place('usdm', 'sell 0.3 BTCUSDT stop 44000', 'poor');
      await world.seePrice('usdm', 'BTCUSDT', '44000');
      expect((await found('usdm', 'BTCUSDT', 'orphan')).reason).toBe('ReduceOnly Order is rejected.');
      expect((await found('usdm', 'BTCUSDT', 'poor')).reason).toBe('Margin is insufficient.');
    });

    it('says which order ended the other one of a pair', async () => {
      await place('spot', 'buy 0.1 BTCUSDT seen 50000');
      await exchange.placePair(pairRequest('spot', 'sell 0.1 BTCUSDT', 'at 55000 / stop 45000'));
      await world.seePrice('spot', 'BTCUSDT', '45000');
      expect((await found('spot', 'BTCUSDT', 'pair-profit')).reason).toContain('"pair-loss"');
    });

    it('uses the words of Binance Spot for what would trigger at once', async () => {
      const outcome = await exchange.place(request('spot', 'buy 0.1 BTCUSDT stop 50000 seen 50000'));
      expect(outcome).toMatchObject({ message: 'Stop price would trigger immediately.' });
    });

    describe('a symbol without a price', () => {
      it('lets a stop wait, and a trailing one begin at the first price seen', async () => {
        exchange = await world.openAccount({ ...FREE_OF_CHARGE, startingBalances: { spot: { NEAR: '100' } } });
        expect(await place('spot', 'sell 10 NEARUSDT stop 2', 'stop')).toBe('open');
        expect(await place('spot', 'sell 10 NEARUSDT trail 100', 'trailing')).toBe('open');
        for (const price of ['5', '6', '5.9']) await world.seePrice('spot', 'NEARUSDT', price);
        expect(showOrder(await found('spot', 'NEARUSDT', 'trailing'))).toBe('filled 10 @ 5.9');
        expect(showOrder(await found('spot', 'NEARUSDT', 'stop'))).toBe('open');
      });

      it('cannot set aside what a trailing purchase will need', async () => {
        expect(await place('spot', 'buy 10 APTUSDT trail 100')).toBe('rejected no_price');
        expect(await place('usdm', 'buy 10 APTUSDT trail 100')).toBe('open');
      });

      it('still refuses a pair whose legs are the wrong way round', async () => {
        exchange = await world.openAccount({ ...FREE_OF_CHARGE, startingBalances: { spot: { SUI: '100' } } });
        const pair = (legs: string) => exchange.placePair(pairRequest('spot', 'sell 10 SUIUSDT', legs, legs));
        expect(showPair(await pair('at 2 / stop 3'))).toBe('rejected -2010');
        expect(showPair(await pair('at 3 / stop 2'))).toBe('placed linked');
      });
    });

    it.each([
      { market: 'spot', code: '-2010' },
      { market: 'usdm', code: '-4116' },
    ] as const)('refuses a pair on $market whose two orders have one id', async ({ market, code }) => {
      const pair = pairRequest(market, 'sell 0.1 BTCUSDT', 'at 55000 / stop 45000');
      const outcome = await exchange.placePair({ ...pair, stop: { ...pair.stop, clientOrderId: 'pair-profit' } });
      expect(showPair(outcome)).toBe(`rejected ${code}`);
    });

    it.each([
      { case: 'one id belongs', ids: ['pair-loss'] },
      { case: 'both ids belong', ids: ['pair-profit', 'pair-loss'] },
    ])('refuses a pair of which $case to other orders', async ({ ids }) => {
      for (const id of ids) await place('spot', 'buy 0.1 BTCUSDT seen 50000', id);
      const pair = pairRequest('spot', 'sell 0.1 BTCUSDT', 'at 55000 / stop 45000');
      expect(showPair(await exchange.placePair(pair))).toBe('rejected -2010');
      expect(await exchange.openOrders('spot')).toEqual([]);
    });
  });
}
