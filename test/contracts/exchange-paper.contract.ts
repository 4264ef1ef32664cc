import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange, OrderRequest } from '../../shared/exchanges/exchange.ts';
import {
  type ExchangeWorld,
  FREE_OF_CHARGE,
  LONG_AGO,
  request,
  showBalances,
  showOrder,
  showOutcome,
  showPositions,
} from './exchange.contract.ts';

/** Where the paper exchange is free to be simpler than a real one, and how it is simpler. */
export function paperContract(name: string, openWorld: () => Promise<ExchangeWorld>): void {
  describe(`prices of the paper spot, ${name}`, () => {
    let world: ExchangeWorld;
    let exchange: Exchange;
    const place = async (text: string, id?: string): Promise<string> =>
      showOutcome(await exchange.place(request('spot', text, id)));

    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world.close());
    beforeEach(async () => {
      exchange = await world.openAccount(FREE_OF_CHARGE);
    });

    it('remembers the price that an order brought', async () => {
      await place('buy 1 SOLUSDT seen 150.5');
      const last = await exchange.lastPrice('spot', 'SOLUSDT');
      expect(last?.price.toFixed()).toBe('150.5');
      expect(await exchange.lastPrice('usdm', 'SOLUSDT')).toBeUndefined();
    });

    it('refuses a market order in a symbol without a price, and says so', async () => {
      const outcome = await exchange.place(request('spot', 'buy 10 TIAUSDT'));
      expect(outcome).toMatchObject({
        status: 'rejected',
        code: 'no_price',
        message: expect.stringContaining('"TIAUSDT"'),
      });
    });
  });

  describe(`paper spot, ${name}`, () => {
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

    it('fills with slippage against the taker and takes commission in quote on both sides', async () => {
      exchange = await world.openAccount({ commissionRate: '0.001', slippageRate: '0.0005' });
      expect(await place('buy 0.1 BTCUSDT seen 50000')).toBe('filled 0.1 @ 50025');
      expect(await balances()).toBe('BTC 0.1, USDT 4992.4975');
      expect(await place('sell 0.1 BTCUSDT seen 50000')).toBe('filled 0.1 @ 49975');
      expect(await balances()).toBe('USDT 9985');
    });

    it.each([
      { terms: { timeInForce: 'ioc' }, below: 'expired', above: 'filled 0.1 @ 50000' },
      { terms: { timeInForce: 'fok' }, below: 'expired', above: 'filled 0.1 @ 50000' },
      { terms: { postOnly: true }, below: 'open', above: 'rejected -2010' },
    ] as const)('keeps to $terms', async ({ terms, below, above }) => {
      const placeAt = async (price: string): Promise<string> => {
        const limit = request('spot', `buy 0.1 BTCUSDT at ${price} seen 50000`);
        return showOutcome(await exchange.place({ ...limit, ...terms } as OrderRequest));
      };
      expect(await placeAt('40000')).toBe(below);
      expect(await placeAt('50100')).toBe(above);
    });

    it('tells its fills by order and by time, and cancels a whole symbol', async () => {
      const placed = await exchange.place(request('spot', 'buy 0.1 BTCUSDT seen 50000', 'filled'));
      if (placed.status !== 'accepted') throw new Error('The order was not accepted');
      const { exchangeOrderId, fills } = placed.order;
      expect(await exchange.fillsOf('spot', 'BTCUSDT', exchangeOrderId)).toMatchObject(fills);
      expect(await exchange.fillsSince('spot', 'BTCUSDT', LONG_AGO)).toMatchObject([{ exchangeOrderId, side: 'buy' }]);
      expect(await exchange.fillsSince('spot', 'BTCUSDT', new Date(8e15))).toEqual([]);
      expect(await exchange.fillsOf('usdm', 'BTCUSDT', exchangeOrderId)).toEqual([]);
      for (const text of [
        'buy 0.01 BTCUSDT at 40000',
        'sell 0.01 BTCUSDT at 60000',
        'buy 0.1 ETHUSDT at 2000 seen 2500',
      ])
        expect(await place(text)).toBe('open');
      expect(await exchange.openOrders('spot')).toMatchObject([
        { symbol: 'BTCUSDT', side: 'buy', isOurs: true },
        {},
        {},
      ]);
      await exchange.cancelAll('spot', 'BTCUSDT');
      expect((await exchange.openOrders('spot')).map(({ symbol }) => symbol)).toEqual(['ETHUSDT']);
      expect(await balances()).toBe('BTC 0.1, USDT 4800 + 200');
    });

    it('says of what it cannot do that it cannot', async () => {
      expect(exchange.capabilities).toMatchObject({ conditionalOrders: true, pairs: true, symbolSettings: false });
      expect(await exchange.prepareSymbol('usdm', 'BTCUSDT', { leverage: 3 })).toMatchObject({ code: 'not_supported' });
      await expect(exchange.countdownCancelAll('usdm', 'BTCUSDT', 1_000)).rejects.toMatchObject({ retryable: false });
    });

    it('spends the balance to the last unit, commission included, and not one step more', async () => {
      exchange = await world.openAccount({ commissionRate: '0.001', startingBalances: { spot: { USDT: '1001' } } });
      expect(await place('buy 0.02001 BTCUSDT seen 50000')).toBe('rejected -2010');
      expect(await place('buy 0.02 BTCUSDT seen 50000')).toBe('filled 0.02 @ 50000');
      expect(await balances()).toBe('BTC 0.02');
    });

    it('locks what a resting order will need, commission included, and frees it when canceled', async () => {
      exchange = await world.openAccount({ commissionRate: '0.001' });
      await place('buy 0.1 BTCUSDT at 40000 seen 50000', 'resting');
      expect(await balances()).toBe('USDT 5996 + 4004');
      expect(await place('buy 0.12 BTCUSDT seen 50000'), 'locked funds cannot be spent').toBe('rejected -2010');
      expect(await exchange.cancel('spot', 'BTCUSDT', 'resting')).toMatchObject({ status: 'canceled' });
      expect(await balances()).toBe('USDT 10000');
      expect(await lookUp('resting')).toBe('canceled');
    });
  });

  describe(`paper USD-M, ${name}`, () => {
    let world: ExchangeWorld;
    let exchange: Exchange;
    const place = async (text: string, id?: string): Promise<string> =>
      showOutcome(await exchange.place(request('usdm', text, id)));
    const wallet = (): Promise<string> => showBalances(exchange, 'usdm');
    const positions = (): Promise<string> => showPositions(exchange);
    const lookUp = async (id: string): Promise<string> => {
      const found = await exchange.lookUp('usdm', 'BTCUSDT', id);
      return found.status === 'found' ? showOrder(found.order) : found.status;
    };

    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world.close());
    beforeEach(async () => {
      exchange = await world.openAccount(FREE_OF_CHARGE);
    });

    it('does not let a turn go further than the margin that the close frees', async () => {
      await place('buy 0.2 BTCUSDT seen 50000');
      expect(await place('sell 0.401 BTCUSDT seen 50000')).toBe('rejected -2019');
      expect(await place('sell 0.4 BTCUSDT seen 50000')).toBe('filled 0.4 @ 50000');
    });

    it('cuts a reduce-only order to the position', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      expect(await place('sell 0.3 BTCUSDT seen 50000 reduce')).toBe('filled 0.1 @ 50000');
      expect(await positions()).toBe('');
    });

    it('sets margin aside for a resting order that opens, and none for one that closes', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      await place('sell 0.1 BTCUSDT at 60000');
      expect(await wallet()).toBe('USDT 5000 + 5000');
      await place('sell 0.05 BTCUSDT at 61000');
      expect(await wallet(), 'the position covers only the first').toBe('USDT 1950 + 8050');
      expect(await place('sell 0.04 BTCUSDT at 62000')).toBe('rejected -2019');
      expect(await place('sell 0.04 BTCUSDT at 62000 reduce')).toBe('open');
    });

    it('sets the commission of a resting order aside too', async () => {
      exchange = await world.openAccount({ commissionRate: '0.001', leverage: '10' });
      await place('buy 0.1 BTCUSDT at 40000 seen 50000');
      expect(await wallet()).toBe('USDT 9596 + 404');
    });

    it('fills a resting reduce-only order with what is left of the position', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      await place('sell 0.1 BTCUSDT at 60000 reduce', 'profit');
      await place('sell 0.06 BTCUSDT seen 50000');
      await world.seePrice('usdm', 'BTCUSDT', '60000');
      expect(await lookUp('profit')).toBe('filled 0.04 @ 60000');
      expect(await wallet()).toBe('USDT 10400');
    });

    it('lets a resting order expire when its margin has gone', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      await place('buy 0.1 BTCUSDT at 40000', 'late');
      await place('sell 0.3 ETHUSDT seen 2500');
      await place('buy 0.3 ETHUSDT seen 20000');
      await world.seePrice('usdm', 'BTCUSDT', '40000');
      expect(await exchange.lookUp('usdm', 'BTCUSDT', 'late')).toMatchObject({
        order: { status: 'expired', reason: 'Margin is insufficient.' },
      });
    });
  });
}
