import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPassed, seeWaiting, type Trigger, triggerPrice } from '../../../../shared/exchanges/paper/see-waiting.ts';
import { decimal, max, min, print } from '../../../../shared/money/decimal.ts';
import { type ConditionalTerms, isConditional, type Side } from '../../../../shared/orders/order.ts';
import { termsIn } from '../../../contracts/exchange-terms.ts';

/** "sell stop 100", and "best 120" for what a trailing one follows. */
function aTrigger(text: string): Trigger {
  const terms = termsIn(text);
  if (!isConditional(terms)) throw new RangeError(`"${text}" does not wait`);
  const [, best] = text.split(' best ');
  const side: Side = text.startsWith('buy') ? 'buy' : 'sell';
  return { side, ...terms, ...(best === undefined ? {} : { bestPrice: decimal(best) }) };
}

function show(text: string, price: string): string {
  const seen = seeWaiting(aTrigger(text), decimal(price));
  return seen.outcome === 'follows' ? `follows ${print(seen.bestPrice)}` : seen.outcome;
}

describe('seeWaiting()', () => {
  it.each([
    { order: 'sell stop 100', price: '100.01', seen: 'waits' },
    { order: 'sell stop 100', price: '100', seen: 'triggers' },
    { order: 'sell stop 100', price: '1', seen: 'triggers' },
    { order: 'sell stop 100 at 99', price: '100', seen: 'triggers' },
    { order: 'buy stop 100', price: '99.99', seen: 'waits' },
    { order: 'buy stop 100', price: '100', seen: 'triggers' },
    { order: 'sell target 100', price: '99.99', seen: 'waits' },
    { order: 'sell target 100', price: '100', seen: 'triggers' },
    { order: 'sell target 100 at 99', price: '101', seen: 'triggers' },
    { order: 'buy target 100', price: '100.01', seen: 'waits' },
    { order: 'buy target 100', price: '100', seen: 'triggers' },
    { order: 'sell trail 100', price: '100', seen: 'follows 100' },
    { order: 'sell trail 100 from 110', price: '109.99', seen: 'waits' },
    { order: 'sell trail 100 from 110', price: '112', seen: 'follows 112' },
    { order: 'sell trail 100 from 110 best 120', price: '118.81', seen: 'waits' },
    { order: 'sell trail 100 from 110 best 120', price: '118.8', seen: 'triggers' },
    { order: 'sell trail 100 from 110 best 120', price: '120', seen: 'waits' },
    { order: 'sell trail 100 from 110 best 120', price: '120.01', seen: 'follows 120.01' },
    { order: 'buy trail 100', price: '100', seen: 'follows 100' },
    { order: 'buy trail 100 from 90', price: '90.01', seen: 'waits' },
    { order: 'buy trail 100 from 90', price: '90', seen: 'follows 90' },
    { order: 'buy trail 100 from 90 best 80', price: '80.79', seen: 'waits' },
    { order: 'buy trail 100 from 90 best 80', price: '80.8', seen: 'triggers' },
    { order: 'buy trail 100 from 90 best 80', price: '79.99', seen: 'follows 79.99' },
    { order: 'sell trail 10 best 0.00000003', price: '0.00000003', seen: 'waits' },
    { order: 'sell trail 10 best 0.00000003', price: '0.00000002', seen: 'triggers' },
  ])('$order at $price: $seen', ({ order, price, seen }) => {
    expect(show(order, price)).toBe(seen);
  });

  const anyPrice = fc.integer({ min: 1, max: 1_000_000 }).map((units) => decimal(`${units}e-3`));
  const anyBps = fc.integer({ min: 10, max: 2_000 });

  it('follows every price to its best one, and triggers at the first that has turned by the callback', () => {
    fc.assert(
      fc.property(fc.constantFrom<Side>('buy', 'sell'), anyBps, fc.array(anyPrice), (side, callbackBps, prices) => {
        let order: Trigger = { side, type: 'trailing_stop', callbackBps };
        let best = prices[0];
        const share = side === 'sell' ? 10_000 - callbackBps : 10_000 + callbackBps;
        for (const price of prices) {
          best = side === 'sell' ? max(best ?? price, price) : min(best ?? price, price);
          const turn = best.times(decimal(`${share}e-4`));
          const isTurned = side === 'sell' ? price.lte(turn) : price.gte(turn);
          const seen = seeWaiting(order, price);
          expect(seen.outcome === 'triggers').toBe(isTurned);
          if (isTurned) return;
          if (seen.outcome === 'follows') order = { ...order, bestPrice: seen.bestPrice };
          expect(print(order.bestPrice ?? decimal('0'))).toBe(print(best));
        }
      }),
    );
  });

  it('never triggers at once what may be placed, and always what may not', () => {
    const anyTerms = fc.oneof(
      fc.record({ type: fc.constantFrom('stop_market' as const, 'take_profit_market' as const), stopPrice: anyPrice }),
      fc.record({ type: fc.constantFrom('stop_limit' as const), stopPrice: anyPrice, price: anyPrice }),
    );
    fc.assert(
      fc.property(fc.constantFrom<Side>('buy', 'sell'), anyTerms, anyPrice, (side, terms: ConditionalTerms, price) => {
        const order = { side, ...terms };
        expect(seeWaiting(order, price).outcome === 'triggers').toBe(isPassed(order, price));
      }),
    );
  });
});

describe('isPassed()', () => {
  it.each([
    { order: 'sell trail 100', price: '100', passed: false },
    { order: 'sell trail 100 from 100', price: '99.99', passed: false },
    { order: 'sell trail 100 from 100', price: '100', passed: true },
    { order: 'buy trail 100 from 100', price: '100.01', passed: false },
    { order: 'buy trail 100 from 100', price: '100', passed: true },
  ])('$order with the market at $price: $passed', ({ order, price, passed }) => {
    expect(isPassed(aTrigger(order), decimal(price))).toBe(passed);
  });
});

describe('triggerPrice()', () => {
  it.each([
    { order: 'buy stop 100', price: '100' },
    { order: 'buy stop 100 at 101', price: '101' },
    { order: 'buy trail 100 best 80', price: '80.8' },
    { order: 'buy trail 100 from 90 best 80', price: '90' },
    { order: 'buy trail 100', price: undefined },
  ])('values $order at $price', ({ order, price }) => {
    expect(triggerPrice(aTrigger(order))?.toFixed()).toBe(price);
  });
});
