import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toJson } from '../../../shared/http/to-json.ts';
import { decimal, parseDecimal } from '../../../shared/money/decimal.ts';

it('toJson() prints decimals plainly and instants in UTC, wherever they stand', () => {
  const at = new Date('2026-03-02T12:00:00Z');
  const value = {
    price: decimal('0.00000001'),
    fills: [{ quantity: decimal('1e21'), at }],
    none: undefined,
    flag: false,
  };
  expect(toJson(value)).toEqual({
    price: '0.00000001',
    fills: [{ quantity: '1000000000000000000000', at: '2026-03-02T12:00:00.000Z' }],
    none: undefined,
    flag: false,
  });
});

it('toJson() loses no digit of any decimal', () => {
  const digits = fc.stringMatching(/^\d{1,20}\.\d{1,18}$/);
  fc.assert(
    fc.property(digits, (text) => {
      const value = decimal(text);
      const printed = toJson(value);
      expect(printed).toMatch(/^\d+(\.\d+)?$/);
      expect(parseDecimal(printed)?.eq(value)).toBe(true);
    }),
  );
});
