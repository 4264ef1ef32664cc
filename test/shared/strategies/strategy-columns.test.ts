import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLimits, writeLimits } from '../../../shared/limits/limits-json.ts';
import { decimal, print } from '../../../shared/money/decimal.ts';
import { readSizing, writeSizing } from '../../../shared/strategies/strategy-columns.ts';

const amount = fc.stringMatching(/^[1-9]\d{0,15}\.\d{1,12}$/).map((text) => decimal(text));

it('writeSizing() and readSizing() keep every digit', () => {
  fc.assert(
    fc.property(amount, (value) => {
      const read = readSizing(JSON.parse(writeSizing({ type: 'quote', value })));
      expect(print(read.value)).toBe(print(value));
    }),
  );
});

it('writeLimits() and readLimits() keep what is set and nothing else', () => {
  const limits = { maxOrderNotional: decimal('0.00000001'), maxAlertAgeSeconds: 30, allowedSymbols: ['BTCUSDT'] };
  const stored = JSON.parse(writeLimits(limits));
  expect(stored).toEqual({ maxOrderNotional: '0.00000001', maxAlertAgeSeconds: 30, allowedSymbols: ['BTCUSDT'] });
  expect(readLimits(stored)).toEqual(limits);
  expect(readLimits({})).toEqual({});
});
