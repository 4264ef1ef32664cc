import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import { type ExchangeWorld, FREE_OF_CHARGE, request, showOrder, showOutcome } from './exchange.contract.ts';

const SECOND_MS = 1_000;

/** Orders that wait for a price, in both markets alike. */
export function conditionalContract(name: string, openWorld: () => Promise<ExchangeWorld>): void {
  describe.each(['spot', 'usdm'] as const)(`conditional orders, %s, ${name}`, (market) => {
    let world: ExchangeWorld;
    let exchange: Exchange;
    const place = async (text: string, id?: string): Promise<string> =>
      showOutcome(await exchange.place(request(market, text, id)));
    const see = (price: string): Promise<unknown> => world.seePrice(market, 'BTCUSDT', price);
    const found = async (id: string) => {
      const outcome = await exchange.lookUp(market, 'BTCUSDT', id);
      if (outcome.status !== 'found') throw new Error(`The order "${id}" was lost`);
      return outcome.order;
    };
    const lookUp = async (id: string): Promise<string> => showOrder(await found(id));
    const open = async (): Promise<string[]> =>
      (await exchange.openOrders(market)).map((order) => `${order.clientOrderId} ${order.isConditional}`).sort();

    beforeAll(async () => {
      world = await openWorld();
    });
    afterAll(() => world.close());
    beforeEach(async () => {
      exchange = await world.openAccount(FREE_OF_CHARGE);
      await place('buy 0.1 BTCUSDT seen 50000', 'held');
    });

    it('says that it takes them', () => {
      expect(exchange.capabilities).toMatchObject({ conditionalOrders: true, pairs: true });
    });

    it('lets one wait among the open orders until its trigger is reached', async () => {
      expect(await place('sell 0.1 BTCUSDT stop 45000 reduce', 'waiting')).toBe('open');
      expect(await open()).toEqual(['waiting true']);
      await see('45000.1');
      expect(await lookUp('waiting')).toBe('open');
      await see('45000');
      expect(await lookUp('waiting')).toBe('filled 0.1 @ 45000');
      expect(await open()).toEqual([]);
    });

    it.each([
      { text: 'sell 0.1 BTCUSDT stop 45000 reduce', prices: ['44000'], ends: 'filled 0.1 @ 44000' },
      { text: 'sell 0.1 BTCUSDT stop 45000 at 44500 reduce', prices: ['44800'], ends: 'filled 0.1 @ 44800' },
      { text: 'sell 0.1 BTCUSDT stop 45000 at 44500 reduce', prices: ['44000'], ends: 'open' },
      { text: 'sell 0.1 BTCUSDT stop 45000 at 44500 reduce', prices: ['44000', '44600'], ends: 'filled 0.1 @ 44500' },
      { text: 'sell 0.1 BTCUSDT target 55000 reduce', prices: ['54999.9', '56000'], ends: 'filled 0.1 @ 56000' },
      { text: 'sell 0.1 BTCUSDT target 55000 reduce', prices: ['54999.9', '40000'], ends: 'open' },
      { text: 'sell 0.1 BTCUSDT target 55000 at 54900 reduce', prices: ['55500'], ends: 'filled 0.1 @ 55500' },
      { text: 'buy 0.05 BTCUSDT stop 55000', prices: ['54999.9', '55500'], ends: 'filled 0.05 @ 55500' },
      { text: 'buy 0.05 BTCUSDT stop 55000 at 55200', prices: ['55500', '55100'], ends: 'filled 0.05 @ 55200' },
      { text: 'buy 0.05 BTCUSDT target 45000', prices: ['45000.1', '44000'], ends: 'filled 0.05 @ 44000' },
      { text: 'buy 0.05 BTCUSDT target 45000 at 45100', prices: ['44900'], ends: 'filled 0.05 @ 44900' },
    ])('"$text", then $prices: $ends', async ({ text, prices, ends }) => {
      expect(await place(text, 'waiting')).toBe('open');
      for (const price of prices) await see(price);
      expect(await lookUp('waiting')).toBe(ends);
    });

    it('lets a triggered limit rest, and is conditional no more', async () => {
      await place('sell 0.1 BTCUSDT stop 45000 at 44500 reduce', 'late');
      await see('44000');
      const [listed, ...others] = await exchange.openOrders(market);
      expect(listed).toMatchObject({ status: 'open', isConditional: false });
      expect(listed?.clientOrderId === 'late').toBe(market === 'spot' || world.triggered.keepsId);
      expect(others).toEqual([]);
    });

    it.each([
      { text: 'sell 0.1 BTCUSDT trail 100 reduce', prices: ['49500.1'], ends: 'open' },
      { text: 'sell 0.1 BTCUSDT trail 100 reduce', prices: ['49500'], ends: 'filled 0.1 @ 49500' },
      { text: 'sell 0.1 BTCUSDT trail 100 reduce', prices: ['52000', '51480.1'], ends: 'open' },
      { text: 'sell 0.1 BTCUSDT trail 100 reduce', prices: ['52000', '51900', '51480'], ends: 'filled 0.1 @ 51480' },
      { text: 'buy 0.05 BTCUSDT trail 100', prices: ['48000', '48479.9'], ends: 'open' },
      { text: 'buy 0.05 BTCUSDT trail 100', prices: ['48000', '48480'], ends: 'filled 0.05 @ 48480' },
      { text: 'sell 0.1 BTCUSDT trail 100 from 55000 reduce', prices: ['54000', '40000'], ends: 'open' },
      {
        text: 'sell 0.1 BTCUSDT trail 100 from 55000 reduce',
        prices: ['54999.9', '53000', '55000', '60000', '59400'],
        ends: 'filled 0.1 @ 59400',
      },
      { text: 'buy 0.05 BTCUSDT trail 100 from 45000', prices: ['45000', '45450'], ends: 'filled 0.05 @ 45450' },
    ])('follows the best price: "$text", then $prices: $ends', async ({ text, prices, ends }) => {
      expect(await place(text, 'trailing')).toBe('open');
      for (const price of prices) await see(price);
      expect(await lookUp('trailing')).toBe(ends);
    });

    it.each([
      { text: 'sell 0.1 BTCUSDT stop 50000 reduce' },
      { text: 'sell 0.1 BTCUSDT stop 51000 at 50900 reduce' },
      { text: 'sell 0.1 BTCUSDT target 50000 reduce' },
      { text: 'sell 0.1 BTCUSDT trail 100 from 50000 reduce' },
      { text: 'buy 0.05 BTCUSDT stop 50000' },
      { text: 'buy 0.05 BTCUSDT target 50000' },
      { text: 'buy 0.05 BTCUSDT trail 100 from 51000' },
    ])('refuses "$text" with the market at 50000: it would trigger at once', async ({ text }) => {
      expect(await exchange.place(request(market, text))).toEqual({
        status: 'rejected',
        code: market === 'spot' ? '-2010' : '-2021',
        message: expect.stringMatching(/would (trigger immediately|immediately trigger)\.$/),
      });
      expect(await open()).toEqual([]);
    });

    it.each([{ bps: '9' }, { bps: '2001' }])('refuses to follow by $bps bps', async ({ bps }) => {
      const code = market === 'spot' ? '-1013' : '-1130';
      expect(await place(`sell 0.1 BTCUSDT trail ${bps} reduce`)).toBe(`rejected ${code}`);
    });

    it('answers a repeat with the order that waits already', async () => {
      const text = 'sell 0.1 BTCUSDT stop 45000 reduce';
      const first = await exchange.place(request(market, text, 'twice'));
      expect(await exchange.place(request(market, text, 'twice'))).toEqual(first);
      expect(await open()).toEqual(['twice true']);
    });

    it('cancels one that waits, for good', async () => {
      await place('sell 0.1 BTCUSDT stop 45000 reduce', 'waiting');
      expect(await exchange.cancel(market, 'BTCUSDT', 'waiting')).toMatchObject({
        status: 'canceled',
        order: { clientOrderId: 'waiting', status: 'canceled' },
      });
      await see('44000');
      expect(await lookUp('waiting')).toBe('canceled');
    });

    it('cancels all that rests or waits in a symbol', async () => {
      await place('sell 0.05 BTCUSDT stop 45000 reduce', 'waiting');
      await place('sell 0.05 BTCUSDT at 60000 reduce', 'resting');
      await exchange.cancelAll(market, 'BTCUSDT');
      expect(await open()).toEqual([]);
      expect([await lookUp('waiting'), await lookUp('resting')]).toEqual(['canceled', 'canceled']);
    });

    it('names the fills of one that was triggered, by order and by time', async () => {
      const placed = await exchange.place(request(market, 'sell 0.1 BTCUSDT stop 45000 reduce', 'waiting'));
      await see('44000');
      const order = await found('waiting');
      const [fill] = order.fills;
      if (placed.status !== 'accepted' || fill === undefined) throw new Error('The order was not filled');
      expect(await exchange.fillsOf(market, 'BTCUSDT', placed.order.exchangeOrderId)).toMatchObject([fill]);
      const since = new Date(fill.filledAt.getTime() - SECOND_MS);
      const fills = await exchange.fillsSince(market, 'BTCUSDT', since);
      expect(fills.at(-1)).toEqual({ ...fill, side: 'sell', exchangeOrderId: order.exchangeOrderId });
    });
  });
}
