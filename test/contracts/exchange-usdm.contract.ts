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

/** USD-M perpetuals, one way: a signed position, a wallet, and margin that is in use. */
export function usdmContract(name: string, openWorld: () => Promise<ExchangeWorld>): void {
  describe(`USD-M, ${name}`, () => {
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

    it.each([
      {
        case: 'goes long and adds',
        orders: ['buy 0.1 BTCUSDT seen 40000', 'buy 0.1 BTCUSDT seen 50000'],
        positions: 'BTCUSDT 0.2 @ 45000',
        wallet: 'USDT 1000 + 9000',
      },
      {
        case: 'goes short',
        orders: ['sell 0.1 BTCUSDT seen 50000'],
        positions: 'BTCUSDT -0.1 @ 50000',
        wallet: 'USDT 5000 + 5000',
      },
      {
        case: 'reduces a long at a gain',
        orders: ['buy 0.2 BTCUSDT seen 50000', 'sell 0.1 BTCUSDT seen 51000'],
        positions: 'BTCUSDT 0.1 @ 50000',
        wallet: 'USDT 5100 + 5000',
      },
      {
        case: 'closes a short at a loss',
        orders: ['sell 0.1 BTCUSDT seen 50000', 'buy 0.1 BTCUSDT seen 51000'],
        positions: '',
        wallet: 'USDT 9900',
      },
      {
        case: 'turns from long to short in one order',
        orders: ['buy 0.09 BTCUSDT seen 50000', 'sell 0.18 BTCUSDT seen 52000'],
        positions: 'BTCUSDT -0.09 @ 52000',
        wallet: 'USDT 5500 + 4680',
      },
    ])('$case', async ({ orders, ...after }) => {
      for (const order of orders) expect(await place(order)).toMatch('filled');
      expect(await positions()).toBe(after.positions);
      expect(await wallet()).toBe(after.wallet);
    });

    it('takes commission from the wallet', async () => {
      exchange = await world.openAccount({ commissionRate: '0.0005' });
      await place('sell 0.1 BTCUSDT seen 50000');
      expect(await wallet()).toBe('USDT 4997.5 + 5000');
    });

    it('needs margin of notional by leverage, and not one step more than there is', async () => {
      exchange = await world.openAccount({ ...FREE_OF_CHARGE, leverage: '10' });
      expect(await exchange.place(request('usdm', 'buy 2.001 BTCUSDT seen 50000'))).toEqual({
        status: 'rejected',
        code: '-2019',
        message: 'Margin is insufficient.',
      });
      expect(await place('buy 2 BTCUSDT seen 50000')).toBe('filled 2 @ 50000');
      expect(await wallet()).toBe('USDT 0 + 10000');
      expect(await place('buy 1 ETHUSDT seen 2500'), 'margin is shared by all symbols').toBe('rejected -2019');
    });

    it('never asks margin of an order that reduces, whatever was lost', async () => {
      exchange = await world.openAccount({ commissionRate: '0.001', leverage: '10' });
      await place('buy 1 BTCUSDT seen 50000');
      expect(await place('sell 0.6 BTCUSDT seen 10000')).toBe('filled 0.6 @ 10000');
      expect(await place('buy 0.1 BTCUSDT seen 10000'), 'the wallet is empty').toBe('rejected -2019');
      expect(await place('sell 0.2 BTCUSDT at 11000'), 'nor of one that rests').toBe('open');
      expect(await place('sell 0.4 BTCUSDT seen 10000')).toBe('filled 0.4 @ 10000');
      expect(await positions()).toBe('');
    });

    it.each([
      { case: 'without a position', before: [], order: 'sell 0.1 BTCUSDT seen 50000 reduce' },
      { case: 'on the side of the position', before: ['buy 0.1 BTCUSDT seen 50000'], order: 'buy 0.1 BTCUSDT reduce' },
      { case: 'in another symbol', before: ['buy 0.1 BTCUSDT seen 50000'], order: 'sell 1 ETHUSDT seen 2500 reduce' },
    ])('rejects a reduce-only order $case', async ({ before, order }) => {
      for (const one of before) await place(one);
      const outcome = await exchange.place(request('usdm', order));
      expect(outcome).toEqual({ status: 'rejected', code: '-2022', message: 'ReduceOnly Order is rejected.' });
    });

    it('lets only a reduce-only order be below the minimum notional', async () => {
      await place('buy 0.1 BTCUSDT seen 4900');
      const refused = await exchange.place(request('usdm', 'sell 0.001 BTCUSDT seen 4900'));
      expect(refused).toMatchObject({ status: 'rejected', code: expect.stringMatching(/^-(1013|4164)$/) });
      expect(await place('sell 0.001 BTCUSDT seen 4900 reduce')).toBe('filled 0.001 @ 4900');
    });

    it('lets a resting reduce-only order expire when its position has gone', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      await place('sell 0.1 BTCUSDT at 60000 reduce', 'orphan');
      await place('sell 0.1 BTCUSDT seen 50000');
      await world.seePrice('usdm', 'BTCUSDT', '60000');
      expect(await lookUp('orphan')).toBe('expired');
      expect(await positions()).toBe('');
    });

    it('keeps its wallet apart from the spot balances', async () => {
      await place('buy 0.1 BTCUSDT seen 50000');
      expect(await showBalances(exchange, 'spot')).toBe('USDT 10000');
    });
  });
}
