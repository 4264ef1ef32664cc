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

/** Spot: what one owns can be spent once, and nothing can be sold that one does not own. */
export function spotContract(name: string, openWorld: () => Promise<ExchangeWorld>): void {
  describe(`spot, ${name}`, () => {
    let world: ExchangeWorld;
    let exchange: Exchange;
    const place = async (text: string, id?: string): Promise<string> =>
      showOutcome(await exchange.place(request('spot', text, id)));
    const balances = (): Promise<string> => showBalances(exchange, 'spot');
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
    });

    it('starts with what the settings say', async () => {
      const startingBalances = { spot: { USDC: '250.5', BTC: '1' } };
      exchange = await world.openAccount({ startingBalances });
      expect(await balances()).toBe('BTC 1, USDC 250.5');
      expect(await showBalances(exchange, 'usdm')).toBe('USDT 10000');
    });

    it.each([
      { case: 'more than the quote balance', text: 'buy 0.20001 BTCUSDT seen 50000' },
      { case: 'more than the base balance: spot has no shorts', text: 'sell 0.1 BTCUSDT seen 50000' },
      { case: 'a resting order that could not be paid', text: 'buy 0.3 BTCUSDT at 40000 seen 50000' },
      { case: 'a resting sale of what is not there', text: 'sell 0.1 BTCUSDT at 60000 seen 50000' },
    ])('rejects $case and changes nothing', async ({ text }) => {
      expect(await exchange.place(request('spot', text))).toEqual({
        status: 'rejected',
        code: '-2010',
        message: 'Account has insufficient balance for requested action.',
      });
      expect(await balances()).toBe('USDT 10000');
      expect(await exchange.openOrders('spot')).toEqual([]);
    });

    it.each([
      { text: 'buy 0.1 BTCUSDT at 50100 seen 50000', outcome: 'filled 0.1 @ 50000' },
      { text: 'buy 0.1 BTCUSDT at 50000 seen 50000', outcome: 'filled 0.1 @ 50000' },
      { text: 'buy 0.1 BTCUSDT at 49999.99 seen 50000', outcome: 'open' },
    ])('"$text" is $outcome', async ({ text, outcome }) => {
      expect(await place(text)).toBe(outcome);
    });

    it('locks what a resting order will need, and frees it when canceled', async () => {
      await place('buy 0.1 BTCUSDT at 40000 seen 50000', 'resting');
      expect(await balances()).toBe('USDT 6000 + 4000');
      expect(await place('buy 0.121 BTCUSDT seen 50000'), 'locked funds cannot be spent').toBe('rejected -2010');
      expect(await exchange.cancel('spot', 'BTCUSDT', 'resting')).toMatchObject({ status: 'canceled' });
      expect(await balances()).toBe('USDT 10000');
      expect(await lookUp('resting')).toBe('canceled');
    });

    it('locks base for a resting sale', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      await place('sell 0.06 BTCUSDT at 60000');
      expect(await balances()).toBe('BTC 0.04 + 0.06, USDT 5000');
      expect(await place('sell 0.05 BTCUSDT seen 50000')).toBe('rejected -2010');
    });

    it('fills a resting order at its own price once a price reaches it', async () => {
      await place('buy 0.1 BTCUSDT at 40000 seen 50000', 'patient');
      await world.seePrice('spot', 'BTCUSDT', '40000.01');
      await world.seePrice('usdm', 'BTCUSDT', '30000');
      await world.seePrice('spot', 'ETHUSDT', '30000');
      expect(await lookUp('patient')).toBe('open');
      expect((await exchange.openOrders('spot')).map(showOrder)).toEqual(['open']);
      await world.seePrice('spot', 'BTCUSDT', '39000');
      expect(await lookUp('patient')).toBe('filled 0.1 @ 40000');
      expect(await exchange.openOrders('spot')).toEqual([]);
      expect(await balances()).toBe('BTC 0.1, USDT 6000');
    });

    it('fills the resting orders of every account when one of them brings the price', async () => {
      const other = await world.openAccount(FREE_OF_CHARGE);
      await place('buy 0.1 BTCUSDT at 40000 seen 50000', 'waiting');
      await other.place(request('spot', 'buy 0.1 BTCUSDT seen 39000'));
      expect(await lookUp('waiting')).toBe('filled 0.1 @ 40000');
    });

    it('fills a resting sale at its own price and pays its commission', async () => {
      exchange = await world.openAccount({ commissionRate: '0.001', startingBalances: { spot: { BTC: '1' } } });
      await place('sell 0.1 BTCUSDT at 60000 seen 50000', 'sale');
      await world.seePrice('spot', 'BTCUSDT', '61000');
      expect(await lookUp('sale')).toBe('filled 0.1 @ 60000');
      expect(await balances()).toBe('BTC 0.9, USDT 5994');
    });

    it.each([
      { case: 'one that is filled', id: 'done', status: 'already_closed' },
      { case: 'one that is not there', id: 'nowhere', status: 'not_found' },
    ])('does not cancel $case', async ({ id, status }) => {
      await place('buy 0.1 BTCUSDT seen 50000', 'done');
      expect(await exchange.cancel('spot', 'BTCUSDT', id)).toMatchObject({ status });
      expect(await balances()).toBe('BTC 0.1, USDT 5000');
    });

    it('trades what is quoted in something else than USDT', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      expect(await place('buy 1 ETHBTC seen 0.05')).toBe('filled 1 @ 0.05');
      expect(await balances()).toBe('BTC 0.05, ETH 1, USDT 5000');
    });

    it('reduces by selling and never by buying', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      expect(await place('buy 0.1 BTCUSDT seen 50000 reduce')).toBe('rejected -2022');
      expect(await place('sell 0.1 BTCUSDT seen 50000 reduce')).toBe('filled 0.1 @ 50000');
    });

    it('holds a sale to the minimum notional, even one that reduces', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      expect(await place('sell 0.00009 BTCUSDT seen 50000 reduce')).toBe('rejected -1013');
    });

    it('has balances and no positions', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      expect(await exchange.positions('spot')).toEqual([]);
      expect(await exchange.positions('usdm')).toEqual([]);
    });
  });
}
