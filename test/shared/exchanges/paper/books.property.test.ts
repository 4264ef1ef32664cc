import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderRequest } from '../../../../shared/exchanges/exchange.ts';
import { openPaperAccount } from '../../../../shared/exchanges/paper/open-paper-account.ts';
import { paperExchange } from '../../../../shared/exchanges/paper/paper-exchange.ts';
import { readPaperSettings } from '../../../../shared/exchanges/paper/paper-settings.ts';
import { memoryPaperStore } from '../../../../shared/exchanges/paper/store.memory.ts';
import type { Market } from '../../../../shared/markets/market.ts';
import { type Decimal, decimal, print, sum, zero } from '../../../../shared/money/decimal.ts';
import type { Fill, Side } from '../../../../shared/orders/order.ts';
import { applyFill } from '../../../../shared/positions/apply-fill.ts';
import { unrealizedPnl } from '../../../../shared/positions/pnl.ts';
import type { Position } from '../../../../shared/positions/position.ts';
import { fixedClock, fixedIds } from '../../../support/fixed.ts';

type Step = {
  side: Side;
  thousandths: number;
  seen: number;
  limit: number | undefined;
  reduceOnly: boolean;
  cancel: boolean;
};

const anyStep: fc.Arbitrary<Step> = fc.record({
  side: fc.constantFrom<Side>('buy', 'sell'),
  thousandths: fc.integer({ min: 2, max: 200 }),
  seen: fc.integer({ min: 40_000, max: 60_000 }),
  limit: fc.option(fc.integer({ min: 40_000, max: 60_000 }), { nil: undefined }),
  reduceOnly: fc.boolean(),
  cancel: fc.boolean(),
});
const anySteps = fc.array(anyStep, { minLength: 1, maxLength: 25 });

function asRequest(market: Market, step: Step, at: number): OrderRequest {
  const common = {
    clientOrderId: `step-${at}`,
    market,
    symbol: 'BTCUSDT',
    side: step.side,
    quantity: decimal(`${step.thousandths}e-3`),
    reduceOnly: step.reduceOnly && market === 'usdm',
    purpose: 'open' as const,
    referencePrice: decimal(String(step.seen)),
  };
  return step.limit === undefined
    ? { ...common, type: 'market' }
    : { ...common, type: 'limit', price: decimal(String(step.limit)) };
}

/** Trades all steps on an account of its own, and gives what the exchange says afterwards. */
async function trade(market: Market, steps: readonly Step[], settings: Record<string, unknown>) {
  const deps = { store: memoryPaperStore(), now: fixedClock(), newId: fixedIds(), accountId: 'acc_1' };
  await openPaperAccount(deps, { accountId: 'acc_1', settings: readPaperSettings(settings) });
  const exchange = paperExchange(deps);
  for (const [at, step] of steps.entries()) {
    await exchange.place(asRequest(market, step, at));
    for (const { free } of await exchange.balances(market))
      if (market === 'spot') expect(free.gte(zero), 'nothing is spent that is not there').toBe(true);
    if (step.cancel) await exchange.cancel(market, 'BTCUSDT', `step-${at - 1}`);
  }
  const fills: (Fill & { side: Side })[] = [];
  for (const [at, { side }] of steps.entries()) {
    const found = await exchange.lookUp(market, 'BTCUSDT', `step-${at}`);
    if (found.status === 'found') fills.push(...found.order.fills.map((fill) => ({ ...fill, side })));
  }
  return { exchange, fills: fills.sort((a, b) => (a.exchangeTradeId < b.exchangeTradeId ? -1 : 1)) };
}

const signed = ({ side, quantity }: Fill & { side: Side }): Decimal => (side === 'buy' ? quantity : quantity.neg());

describe('paper books, over any orders', () => {
  it('on spot: balances are what was there at the start and what the fills did, to the last decimal', async () => {
    await fc.assert(
      fc.asyncProperty(anySteps, async (steps) => {
        const { exchange, fills } = await trade('spot', steps, {
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
      fc.asyncProperty(anySteps, async (steps) => {
        const { exchange, fills } = await trade('usdm', steps, { commissionRate: '0.0005', leverage: '3' });
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
      fc.asyncProperty(anySteps, fc.integer({ min: 1, max: 100_000 }), async (steps, mark) => {
        const { exchange, fills } = await trade('usdm', steps, { commissionRate: '0.0005', leverage: '3' });
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
