import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchOrder, reaches } from '../../../../shared/exchanges/paper/match-order.ts';
import type { AskedOrder } from '../../../../shared/exchanges/paper/paper-order.ts';
import { paperSymbol } from '../../../../shared/exchanges/paper/symbols.ts';
import { type Decimal, decimal, print } from '../../../../shared/money/decimal.ts';

const rules = paperSymbol('spot', 'BTCUSDT');
if (rules === undefined) throw new Error('The paper exchange lost its best known symbol');

type Side = 'buy' | 'sell';

function anOrder(side: Side, limit?: string): AskedOrder {
  const common = { market: 'spot' as const, symbol: 'BTCUSDT', side, quantity: decimal('2'), reduceOnly: false };
  return limit === undefined ? { ...common, type: 'market' } : { ...common, type: 'limit', price: decimal(limit) };
}

const termsOf = (commissionRate: string, slippageRate: string) => ({
  rules,
  settings: { commissionRate: decimal(commissionRate), slippageRate: decimal(slippageRate) },
});

function show(match: ReturnType<typeof matchOrder>): string {
  if (match.outcome === 'fills') return `${print(match.price)} less ${print(match.commission)}`;
  return match.outcome === 'refused' ? match.refusal.code : match.outcome;
}

describe('matchOrder()', () => {
  it.each([
    { case: 'a buy at the price', side: 'buy', price: '100', slippage: '0', match: '100 less 0.2' },
    { case: 'a buy slipped up', side: 'buy', price: '100', slippage: '0.001', match: '100.1 less 0.2002' },
    { case: 'a sell slipped down', side: 'sell', price: '100', slippage: '0.001', match: '99.9 less 0.1998' },
    { case: 'a buy on the next tick up', side: 'buy', price: '100.001', slippage: '0', match: '100.01 less 0.20002' },
    { case: 'a sell on the next tick down', side: 'sell', price: '100.009', slippage: '0', match: '100 less 0.2' },
    { case: 'a sell at one tick at least', side: 'sell', price: '0.001', slippage: '0.5', match: '0.01 less 0.00002' },
    { case: 'nothing without a price', side: 'buy', price: undefined, slippage: '0', match: 'no_price' },
  ] as const)('makes of a market order $case', ({ side, price, slippage, match }) => {
    const market = price === undefined ? undefined : decimal(price);
    expect(show(matchOrder(anOrder(side), market, termsOf('0.001', slippage)))).toBe(match);
  });

  it.each([
    { side: 'buy', limit: '100', price: '99.5', match: '99.5 less 0.199' },
    { side: 'buy', limit: '100', price: '100', match: '100 less 0.2' },
    { side: 'buy', limit: '100', price: '99.999', match: '100 less 0.2' },
    { side: 'buy', limit: '100', price: '100.001', match: 'rests' },
    { side: 'sell', limit: '100', price: '101', match: '101 less 0.202' },
    { side: 'sell', limit: '100', price: '100', match: '100 less 0.2' },
    { side: 'sell', limit: '100', price: '99.999', match: 'rests' },
    { side: 'buy', limit: '100', price: undefined, match: 'rests' },
  ] as const)('a limit $side at $limit while the market is at $price: $match', ({ side, limit, price, match }) => {
    const market = price === undefined ? undefined : decimal(price);
    expect(show(matchOrder(anOrder(side, limit), market, termsOf('0.001', '0.01')))).toBe(match);
  });

  const cents = (max: number): fc.Arbitrary<Decimal> =>
    fc.integer({ min: 1, max }).map((units) => decimal(`${units}e-2`));
  const anySide = fc.constantFrom<Side>('buy', 'sell');

  it('never fills a limit order beyond its price, at any market price', () => {
    fc.assert(
      fc.property(anySide, cents(1_000_000), fc.integer({ min: 1, max: 10_000_000_000 }), (side, limit, units) => {
        const match = matchOrder(anOrder(side, print(limit)), decimal(`${units}e-6`), termsOf('0', '0.05'));
        if (match.outcome !== 'fills') return;
        expect(side === 'buy' ? match.price.lte(limit) : match.price.gte(limit)).toBe(true);
      }),
    );
  });

  it('never fills a market order better than the market, and always on a tick', () => {
    const anyRate = fc.integer({ min: 0, max: 999 }).map((units) => `${units}e-5`);
    fc.assert(
      fc.property(anySide, cents(10_000_000), anyRate, (side, price, slippage) => {
        const match = matchOrder(anOrder(side), price, termsOf('0.001', slippage));
        if (match.outcome !== 'fills') throw new Error('A market order did not fill');
        expect(side === 'buy' ? match.price.gte(price) : match.price.lte(price)).toBe(true);
        expect(print(match.price.mod(rules.tickSize))).toBe('0');
      }),
    );
  });
});

describe('reaches()', () => {
  it.each([
    { side: 'buy', price: '100', seen: '100', reached: true },
    { side: 'buy', price: '100', seen: '100.01', reached: false },
    { side: 'sell', price: '100', seen: '100', reached: true },
    { side: 'sell', price: '100', seen: '99.99', reached: false },
  ] as const)('a $side at $price by $seen: $reached', ({ side, price, seen, reached }) => {
    expect(reaches({ side, price: decimal(price) }, decimal(seen))).toBe(reached);
  });
});
