import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Balance } from '../../../../shared/exchanges/exchange.ts';
import { isResting, type OpenPaperOrder } from '../../../../shared/exchanges/paper/paper-order.ts';
import type { Market } from '../../../../shared/markets/market.ts';
import { type Decimal, decimal, max, print, sum, zero } from '../../../../shared/money/decimal.ts';
import type { ExchangeOrder } from '../../../../shared/orders/exchange-order.ts';
import { actOnPaper, anyActions, type PaperBooks } from '../../../support/paper-actions.ts';

const settings = {
  commissionRate: '0.001',
  slippageRate: '0.0003',
  leverage: '4',
  startingBalances: { spot: { USDT: '10000', BTC: '0.2' } },
};
const WITH_COMMISSION = decimal('1.001');

/** What one order needs on spot, from the words that it was asked with. */
function needed(order: OpenPaperOrder): Decimal {
  if (order.side === 'sell') return order.quantity;
  const best = order.bestPrice ?? zero;
  const price =
    order.type === 'trailing_stop'
      ? (order.activationPrice ?? best.plus(best.times(decimal(`${order.callbackBps}e-4`))))
      : 'price' in order
        ? order.price
        : order.stopPrice;
  return order.quantity.times(price).times(WITH_COMMISSION);
}

function neededByAll(orders: readonly OpenPaperOrder[], side: 'buy' | 'sell'): string {
  const locks = new Map<string, Decimal>();
  for (const order of orders.filter((one) => one.side === side)) {
    const key = order.pairId ?? order.id;
    locks.set(key, max(locks.get(key) ?? zero, needed(order)));
  }
  return print(sum(locks.values()));
}

const lockedOf = (balances: readonly Balance[], asset: string): string =>
  print(balances.find((balance) => balance.asset === asset)?.locked ?? zero);

async function orderOf({ exchange }: PaperBooks, market: Market, id: string): Promise<ExchangeOrder | undefined> {
  const found = await exchange.lookUp(market, 'BTCUSDT', id);
  return found.status === 'found' ? found.order : undefined;
}

/** What has ended stays as it ended; what is filled has its fills, and nothing else has any. */
function watchEndings(market: Market): (books: PaperBooks) => Promise<void> {
  const ended = new Map<string, string>();
  return async (books) => {
    for (const id of books.ids) {
      const order = await orderOf(books, market, id);
      if (order === undefined) continue;
      expect(order.fills).toHaveLength(order.status === 'filled' ? 1 : 0);
      expect(order.status).toBe(ended.get(id) ?? order.status);
      if (order.status !== 'open') ended.set(id, order.status);
    }
  };
}

describe('open paper orders, over anything that is done to them', () => {
  it('on spot: nothing is overdrawn, and what is locked is what waits and rests, a pair once', async () => {
    const check = async ({ exchange, store }: PaperBooks): Promise<void> => {
      const balances = await exchange.balances('spot');
      const orders = await store.openOrders({ accountId: 'acc_1', market: 'spot' });
      for (const { free } of balances) expect(free.gte(zero)).toBe(true);
      expect(lockedOf(balances, 'USDT')).toBe(neededByAll(orders, 'buy'));
      expect(lockedOf(balances, 'BTC')).toBe(neededByAll(orders, 'sell'));
    };
    await fc.assert(
      fc.asyncProperty(anyActions, async (actions) => {
        await actOnPaper('spot', actions, { settings, check });
      }),
      { numRuns: 150 },
    );
  });

  it.each(['spot', 'usdm'] as const)(
    'on %s: no order both fills and is canceled, and none comes back',
    async (market) => {
      await fc.assert(
        fc.asyncProperty(anyActions, async (actions) => {
          await actOnPaper(market, actions, { settings, check: watchEndings(market) });
        }),
        { numRuns: 80 },
      );
    },
  );

  it('on spot: of a pair one order at most fills, and neither outlives the other but by its own trigger', async () => {
    const check = async (books: PaperBooks): Promise<void> => {
      for (const id of books.ids.filter((one) => one.endsWith('-profit'))) {
        const [profit, loss] = [
          await orderOf(books, 'spot', id),
          await orderOf(books, 'spot', id.replace('-profit', '-loss')),
        ];
        if (profit === undefined || loss === undefined) {
          expect(profit, 'both are taken, or neither').toBe(loss);
          continue;
        }
        const open = [profit, loss].filter(({ status }) => status === 'open');
        expect(profit.fills.length + loss.fills.length).toBeLessThanOrEqual(1);
        if (open.length === 1) expect([profit, loss].map(({ status }) => status)).toContain('expired');
      }
    };
    await fc.assert(
      fc.asyncProperty(anyActions, async (actions) => {
        await actOnPaper('spot', actions, { settings, check });
      }),
      { numRuns: 80 },
    );
  });

  it('on USD-M: what waits sets nothing aside', async () => {
    const check = async ({ exchange, store }: PaperBooks): Promise<void> => {
      const orders = await store.openOrders({ accountId: 'acc_1', market: 'usdm' });
      if (orders.some((order) => isResting(order) && !order.reduceOnly)) return;
      const held = [...(await store.positions('acc_1')).values()].map(({ entryNotional }) => entryNotional);
      expect(lockedOf(await exchange.balances('usdm'), 'USDT')).toBe(print(sum(held).div('4')));
    };
    await fc.assert(
      fc.asyncProperty(anyActions, async (actions) => {
        await actOnPaper('usdm', actions, { settings, check });
      }),
      { numRuns: 80 },
    );
  });
});
