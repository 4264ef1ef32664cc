import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Market } from '../../../../shared/markets/market.ts';
import { type Decimal, decimal, print, sum, zero } from '../../../../shared/money/decimal.ts';
import type { Fill, Side } from '../../../../shared/orders/order.ts';
import { applyFill } from '../../../../shared/positions/apply-fill.ts';
import { unrealizedPnl } from '../../../../shared/positions/pnl.ts';
import type { Position } from '../../../../shared/positions/position.ts';
import { actOnPaper, anyActions, type PaperAction } from '../../../support/paper-actions.ts';

/** Does all of it on an account of its own, and gives what the exchange says afterwards. */
async function trade(market: Market, actions: readonly PaperAction[], settings: Record<string, unknown>) {
  const { exchange, ids } = await actOnPaper(market, actions, { settings });
  const fills = await exchange.fillsSince(market, 'BTCUSDT', new Date(0));
  expect(new Set(fills.map(({ exchangeOrderId }) => exchangeOrderId)).size, 'an order fills once').toBe(fills.length);
  expect(fills.length).toBeLessThanOrEqual(ids.length);
  return { exchange, fills: fills.sort((a, b) => (a.exchangeTradeId < b.exchangeTradeId ? -1 : 1)) };
}

const signed = ({ side, quantity }: Fill & { side: Side }): Decimal => (side === 'buy' ? quantity : quantity.neg());

describe('paper books, over anything that is done to them', () => {
  it('on spot: balances are what was there at the start and what the fills did, to the last decimal', async () => {
    await fc.assert(
      fc.asyncProperty(anyActions, async (actions) => {
        const { exchange, fills } = await trade('spot', actions, {
          commissionRate: '0.00075',
          slippageRate: '0.0003',
          startingBalances: { spot: { USDT: '10000', BTC: '0.1' } },
        });
        const totals = new Map(
          (await exchange.balances('spot')).map(({ asset, free, locked }) => [asset, print(free.plus(locked))]),
        );
        const spent = sum(fills.map((fill) => signed(fill).times(fill.price).plus(fill.commission)));
        expect(totals.get('USDT')).toBe(print(decimal('10000').minus(spent)));
        expect(totals.get('BTC')).toBe(print(decimal('0.1').plus(sum(fills.map(signed)))));
      }),
      { numRuns: 60 },
    );
  });

  it('on USD-M: wallet and position agree with our own fold over the same fills, to the last decimal', async () => {
    await fc.assert(
      fc.asyncProperty(anyActions, async (actions) => {
        const { exchange, fills } = await trade('usdm', actions, { commissionRate: '0.0005', leverage: '3' });
        let position: Position | undefined;
        const realized: Decimal[] = [];
        for (const fill of fills) {
          const effect = applyFill(position, { ...fill, market: 'usdm', symbol: 'BTCUSDT', base: 'BTC' });
          realized.push(effect.realizedPnl, fill.commission.neg());
          position = effect.opened ?? effect.position;
        }
        const [wallet] = await exchange.balances('usdm');
        const [held] = await exchange.positions('usdm');
        expect(print(wallet?.free.plus(wallet.locked) ?? zero)).toBe(print(decimal('10000').plus(sum(realized))));
        expect(print(held?.quantity ?? zero)).toBe(print(position?.quantity ?? zero));
      }),
      { numRuns: 60 },
    );
  });

  it('on USD-M: wallet plus open PnL is the start plus the cash flow of the fills', async () => {
    await fc.assert(
      fc.asyncProperty(anyActions, fc.integer({ min: 1, max: 100_000 }), async (actions, mark) => {
        const { exchange, fills } = await trade('usdm', actions, { commissionRate: '0.0005', leverage: '3' });
        const price = decimal(String(mark));
        const cash = sum(fills.map((fill) => signed(fill).times(price.minus(fill.price)).minus(fill.commission)));
        const [wallet] = await exchange.balances('usdm');
        const [held] = await exchange.positions('usdm');
        const entry = held?.averageEntryPrice?.times(held.quantity.abs()) ?? zero;
        const open = unrealizedPnl({ quantity: held?.quantity ?? zero, entryNotional: entry }, price);
        const equity = wallet?.free.plus(wallet.locked).plus(open) ?? zero;
        const difference = equity.minus(decimal('10000').plus(cash)).abs();
        expect(difference.lt('1e-15'), `off by ${print(difference)}: more than a rounded average explains`).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
