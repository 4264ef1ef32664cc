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

/** USD-M: what waits is not looked at before it triggers, and two orders of a pair know nothing of each other. */
export function usdmConditionalContract(name: string, openWorld: () => Promise<ExchangeWorld>): void {
  describe(`conditional USD-M, ${name}`, () => {
    let world: ExchangeWorld;
    let exchange: Exchange;
    const place = async (text: string, id?: string): Promise<string> =>
      showOutcome(await exchange.place(request('usdm', text, id)));
    const placePair = async (text: string, legs: string): Promise<string> =>
      showPair(await exchange.placePair(pairRequest('usdm', text, legs)));
    const see = (price: string): Promise<unknown> => world.seePrice('usdm', 'BTCUSDT', price);
    const lookUp = async (id: string): Promise<string> => {
      const found = await exchange.lookUp('usdm', 'BTCUSDT', id);
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

    it.each([
      { text: 'sell 0.1 BTCUSDT stop 45000 reduce' },
      { text: 'sell 0.1 BTCUSDT trail 100 reduce' },
      { text: 'buy 0.2 BTCUSDT stop 55000' },
    ])('sets no margin aside for "$text" while it waits', async ({ text }) => {
      expect(await place(text)).toBe('open');
      expect(await showBalances(exchange, 'usdm')).toBe('USDT 5000 + 5000');
    });

    it('closes a short that has gone too far', async () => {
      await place('sell 0.2 BTCUSDT seen 50000');
      await place('buy 0.1 BTCUSDT stop 51000 reduce', 'stop');
      await see('51500');
      expect(await lookUp('stop')).toBe('filled 0.1 @ 51500');
      expect(await showPositions(exchange)).toBe('');
      expect(await showBalances(exchange, 'usdm')).toBe('USDT 9850');
    });

    it('never opens with an order that only reduces, whatever has become of the position', async () => {
      await place('sell 0.1 BTCUSDT stop 45000 reduce', 'orphan');
      await place('sell 0.1 BTCUSDT seen 50000');
      await see('44000');
      expect(await lookUp('orphan')).toBe(world.triggered.idleReducer);
      expect(await showPositions(exchange)).toBe('');
    });

    it('takes one that only reduces before there is a position', async () => {
      expect(await place('sell 1 ETHUSDT stop 2000 seen 2500 reduce')).toBe('open');
    });

    it('never opens with what protects', async () => {
      await place('sell 0.1 BTCUSDT seen 50000');
      const protective = request('usdm', 'sell 0.1 BTCUSDT stop 45000', 'protective');
      await exchange.place({ ...protective, purpose: 'protect' });
      await see('44000');
      expect(await lookUp('protective')).toBe(world.triggered.idleReducer);
      expect(await showPositions(exchange)).toBe('');
    });

    it('leaves the other order of a pair standing for its owner to cancel', async () => {
      expect(await placePair('sell 0.1 BTCUSDT', 'at 55000 / stop 45000')).toBe('placed apart');
      expect(await exchange.openOrders('usdm')).toHaveLength(2);
      await see('56000');
      expect(await pair()).toEqual(['filled 0.1 @ 55000', 'open']);
      expect(await exchange.cancel('usdm', 'BTCUSDT', 'pair-loss')).toMatchObject({ status: 'canceled' });
      expect(await pair()).toEqual(['filled 0.1 @ 55000', 'canceled']);
    });

    it('cancels one of a pair alone', async () => {
      await placePair('sell 0.1 BTCUSDT', 'at 55000 / trail 100');
      await exchange.cancel('usdm', 'BTCUSDT', 'pair-profit');
      expect(await pair()).toEqual(['canceled', 'open']);
    });

    it('places nothing of a pair whose stop is refused', async () => {
      expect(await placePair('sell 0.1 BTCUSDT', 'at 55000 / stop 50000')).toBe('rejected -2021');
      expect(await exchange.openOrders('usdm')).toEqual([]);
    });

    it('says so when only the stop of a pair stands', async () => {
      const outcome = await exchange.placePair(pairRequest('usdm', 'sell 0.1 BTCUSDT', 'target 50000 / stop 45000'));
      expect(outcome).toMatchObject({
        status: 'half_placed',
        stop: { clientOrderId: 'pair-loss', status: 'open' },
        takeProfit: { status: 'rejected', code: '-2021' },
      });
      expect((await exchange.openOrders('usdm')).map(({ clientOrderId }) => clientOrderId)).toEqual(['pair-loss']);
    });

    it('answers a repeat of a pair with both orders as they stand', async () => {
      const again = pairRequest('usdm', 'sell 0.1 BTCUSDT', 'at 55000 / stop 45000');
      const first = await exchange.placePair(again);
      expect(await exchange.placePair(again)).toEqual(first);
      expect(await exchange.openOrders('usdm')).toHaveLength(2);
    });
  });
}
