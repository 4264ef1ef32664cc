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

/** Spot: what waits has its funds set aside. */
export function spotConditionalContract(name: string, openWorld: () => Promise<ExchangeWorld>): void {
  describe(`conditional spot, ${name}`, () => {
    let world: ExchangeWorld;
    let exchange: Exchange;
    const place = async (text: string, id?: string): Promise<string> =>
      showOutcome(await exchange.place(request('spot', text, id)));
    const balances = (): Promise<string> => showBalances(exchange, 'spot');
    const see = (price: string): Promise<unknown> => world.seePrice('spot', 'BTCUSDT', price);
    const lookUp = async (id: string): Promise<string> => {
      const found = await exchange.lookUp('spot', 'BTCUSDT', id);
      return found.status === 'found' ? showOrder(found.order) : found.status;
    };

    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world.close());
    beforeEach(async () => {
      exchange = await world.openAccount(FREE_OF_CHARGE);
      await place('buy 0.1 BTCUSDT seen 50000');
    });

    it.each([
      { text: 'sell 0.06 BTCUSDT stop 45000', after: 'BTC 0.04 + 0.06, USDT 5000' },
      { text: 'sell 0.06 BTCUSDT trail 100', after: 'BTC 0.04 + 0.06, USDT 5000' },
      { text: 'buy 0.05 BTCUSDT stop 55000', after: 'BTC 0.1, USDT 2250 + 2750' },
      { text: 'buy 0.05 BTCUSDT stop 55000 at 56000', after: 'BTC 0.1, USDT 2200 + 2800' },
      { text: 'buy 0.05 BTCUSDT target 45000', after: 'BTC 0.1, USDT 2750 + 2250' },
      { text: 'buy 0.05 BTCUSDT trail 100', after: 'BTC 0.1, USDT 2475 + 2525' },
      { text: 'buy 0.05 BTCUSDT trail 100 from 40000', after: 'BTC 0.1, USDT 3000 + 2000' },
    ])('sets aside what "$text" will need, and frees it when canceled', async ({ text, after }) => {
      expect(await place(text, 'waiting')).toBe('open');
      expect(await balances()).toBe(after);
      await exchange.cancel('spot', 'BTCUSDT', 'waiting');
      expect(await balances()).toBe('BTC 0.1, USDT 5000');
    });

    it.each([{ text: 'sell 0.11 BTCUSDT stop 45000' }, { text: 'buy 0.1 BTCUSDT stop 55000' }])(
      'rejects "$text": the funds are not there',
      async ({ text }) => {
        expect(await place(text)).toBe('rejected -2010');
        expect(await balances()).toBe('BTC 0.1, USDT 5000');
      },
    );

    it('expires a purchase that the gap has made too dear', async () => {
      await place('buy 0.09 BTCUSDT stop 55000', 'dear');
      await see('56000');
      expect(await lookUp('dear')).toBe('expired');
      expect(await balances()).toBe('BTC 0.1, USDT 5000');
    });
  });
}
