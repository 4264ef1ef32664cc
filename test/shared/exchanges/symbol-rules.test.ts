import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPrice, fitQuantity, type SymbolRules } from '../../../shared/exchanges/symbol-rules.ts';
import { type Decimal, decimal, print, zero } from '../../../shared/money/decimal.ts';

const btc: SymbolRules = {
  market: 'spot',
  symbol: 'BTCUSDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: decimal('0.01'),
  stepSize: decimal('0.00001'),
  minQuantity: decimal('0.0001'),
  maxQuantity: decimal('9000'),
  minNotional: decimal('5'),
};

describe('fitQuantity()', () => {
  it.each([
    { case: 'rounds down to the step', wanted: '0.123459', price: '50000', quantity: '0.12345' },
    { case: 'leaves a multiple of the step', wanted: '0.12345', price: '50000', quantity: '0.12345' },
    { case: 'takes exactly the minimum notional', wanted: '0.0001', price: '50000', quantity: '0.0001' },
    { case: 'takes exactly the maximum', wanted: '9000.000009', price: '50000', quantity: '9000' },
    {
      case: 'is not fooled by a quotient that rounds up',
      wanted: '1.99999999999999999999999999999',
      price: '50000',
      quantity: '1.99999',
    },
  ])('$case', ({ wanted, price, quantity }) => {
    const fitted = fitQuantity(btc, decimal(wanted), decimal(price));
    expect(fitted).toMatchObject({ ok: true });
    expect(print(fitted.quantity)).toBe(quantity);
  });

  it.each([
    { case: 'nothing', wanted: '0', price: '50000', rule: 'min_quantity' },
    { case: 'less than nothing', wanted: '-1', price: '50000', rule: 'min_quantity' },
    { case: 'less than a step', wanted: '0.000009', price: '50000', rule: 'min_quantity' },
    { case: 'less than the minimum', wanted: '0.00009', price: '50000', rule: 'min_quantity' },
    { case: 'more than the maximum', wanted: '9000.00001', price: '50000', rule: 'max_quantity' },
    { case: 'a notional below the minimum', wanted: '0.0001', price: '49999.99', rule: 'min_notional' },
    {
      case: 'a notional that only the rounding takes below the minimum',
      wanted: '0.000109999',
      price: '45455',
      rule: 'min_notional',
    },
    { case: 'no price', wanted: '1', price: '0', rule: 'min_notional' },
  ])('refuses $case', ({ wanted, price, rule }) => {
    expect(fitQuantity(btc, decimal(wanted), decimal(price))).toMatchObject({ ok: false, rule });
  });

  it('says what it has and what it should be', () => {
    expect(fitQuantity(btc, decimal('0.00005'), decimal('50000'))).toMatchObject({
      reason: 'BTCUSDT: quantity "0.00005" is below the minimum "0.0001" (asked for 0.00005, step 0.00001)',
    });
  });
});

describe('fitPrice()', () => {
  it.each([
    { side: 'buy', price: '50000.019', fitted: '50000.01' },
    { side: 'sell', price: '50000.011', fitted: '50000.02' },
    { side: 'buy', price: '50000.01', fitted: '50000.01' },
    { side: 'sell', price: '50000.01', fitted: '50000.01' },
    { side: 'buy', price: '0.009', fitted: '0' },
    { side: 'sell', price: '0.009', fitted: '0.01' },
  ] as const)('makes $price of a $side $fitted', ({ side, price, fitted }) => {
    expect(print(fitPrice(btc, side, decimal(price)))).toBe(fitted);
  });
});

/** Up to 12 digits before the point and up to 30 after it: more than any market has, less than a decimal holds. */
const anyFigure: fc.Arbitrary<Decimal> = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 30 }))
  .chain(([whole, places]) =>
    fc
      .bigInt({ min: 0n, max: 10n ** BigInt(places) - 1n })
      .map((rest) => decimal(places === 0 ? `${whole}` : `${whole}.${rest.toString().padStart(places, '0')}`)),
  );
const anyStep = fc.constantFrom('0.00000001', '0.00001', '0.001', '0.03', '0.25', '1', '7', '1000').map(decimal);
const anyRules: fc.Arbitrary<SymbolRules> = fc
  .record({ tickSize: anyStep, stepSize: anyStep, minQuantity: anyFigure, minNotional: anyFigure })
  .map((figures) => ({ ...btc, ...figures, maxQuantity: decimal('1e12') }));

describe('over any rules, quantities and prices', () => {
  it('fitQuantity() never rounds up, loses less than a step, and lands on the step', () => {
    fc.assert(
      fc.property(anyRules, anyFigure, anyFigure, (rules, wanted, price) => {
        const { quantity } = fitQuantity(rules, wanted, price);
        expect(quantity.lte(wanted)).toBe(true);
        expect(wanted.minus(quantity).lt(rules.stepSize)).toBe(true);
        expect(print(quantity.mod(rules.stepSize))).toBe('0');
      }),
      { numRuns: 500 },
    );
  });

  it('fitQuantity() says yes to nothing that the exchange would refuse', () => {
    fc.assert(
      fc.property(anyRules, anyFigure, anyFigure, (rules, wanted, price) => {
        const fitted = fitQuantity(rules, wanted, price);
        const { minQuantity, maxQuantity, minNotional } = rules;
        const notional = fitted.quantity.times(price);
        const isAllowed =
          fitted.quantity.gt(zero) &&
          fitted.quantity.gte(minQuantity) &&
          fitted.quantity.lte(maxQuantity) &&
          notional.gte(minNotional);
        expect(fitted.ok).toBe(isAllowed);
        if (fitted.ok) expect(print(fitted.notional)).toBe(print(notional));
      }),
      { numRuns: 500 },
    );
  });

  it('fitPrice() never makes the price worse for the trader, and lands on the tick within one tick', () => {
    fc.assert(
      fc.property(anyRules, fc.constantFrom('buy' as const, 'sell' as const), anyFigure, (rules, side, price) => {
        const fitted = fitPrice(rules, side, price);
        expect(side === 'buy' ? fitted.lte(price) : fitted.gte(price)).toBe(true);
        expect(fitted.minus(price).abs().lt(rules.tickSize)).toBe(true);
        expect(print(fitted.mod(rules.tickSize))).toBe('0');
      }),
      { numRuns: 500 },
    );
  });
});
