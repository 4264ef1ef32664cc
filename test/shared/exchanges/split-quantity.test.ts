import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PARTS, splitQuantity } from '../../../shared/exchanges/split-quantity.ts';
import { decimal, print, sum, zero } from '../../../shared/money/decimal.ts';

const d = decimal;
const lot = (minimum: string, maximum: string, marketStep = '0') => ({
  ...{ minimum: d(minimum), maximum: d(maximum), marketStep: d(marketStep) },
});

describe('splitQuantity()', () => {
  it.each([
    { case: 'one order where it fits', wanted: '120', maximum: '120', parts: ['120'], left: '0' },
    { case: 'two equal ones above', wanted: '121', maximum: '120', parts: ['60.5', '60.5'], left: '0' },
    {
      case: 'three, the last a little smaller',
      wanted: '300.001',
      maximum: '120',
      parts: ['100.001', '100.001', '99.999'],
      left: '0',
    },
    { case: 'ten at most', wanted: '12', maximum: '1', parts: Array.from({ length: 10 }, () => '1'), left: '2' },
    {
      case: 'on the step of market orders',
      wanted: '1.2345',
      maximum: '10',
      marketStep: '0.1',
      parts: ['1.2'],
      left: '0',
    },
  ])('makes $case', ({ wanted, maximum, marketStep, parts, left }) => {
    const split = splitQuantity(d(wanted), lot('0.001', maximum, marketStep), d('0.001'));
    if (!split.ok) throw new Error(split.reason);
    expect(split.parts.map(print)).toEqual(parts);
    expect(print(split.left)).toBe(left);
  });

  it('says what is too small to send', () => {
    expect(splitQuantity(d('0.0019'), lot('0.01', '100'), d('0.001'))).toEqual({
      ...{ ok: false, reason: 'Nothing to send: quantity "0.001" is below the minimum "0.01"' },
    });
  });

  it('keeps every limit and loses nothing, whatever the quantity', () => {
    const steps = fc.constantFrom('0.001', '0.01', '0.1', '1');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        steps,
        (units, most, step) => {
          const wanted = d(String(units)).times('0.0001');
          const maximum = d(String(most)).times(step);
          const split = splitQuantity(wanted, { minimum: d(step), maximum, marketStep: zero }, d(step));
          if (!split.ok) return wanted.lt(step);
          expect(split.parts.length).toBeLessThanOrEqual(MAX_PARTS);
          for (const part of split.parts) {
            expect(part.lte(maximum) && part.gte(step), `${print(part)} of ${print(wanted)}`).toBe(true);
            expect(part.div(step).round(0).times(step).eq(part), 'on the step').toBe(true);
          }
          const rounding = wanted.minus(sum(split.parts)).minus(split.left);
          expect(rounding.gte(zero) && rounding.lt(step)).toBe(true);
          return true;
        },
      ),
    );
  });
});
