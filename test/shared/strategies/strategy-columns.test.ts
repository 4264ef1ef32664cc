import fc from 'fast-check';
import { expect, it } from 'vitest';
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
