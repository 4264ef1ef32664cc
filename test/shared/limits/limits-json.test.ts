import { expect, it } from 'vitest';
import type { RiskLimits } from '../../../shared/limits/limits.ts';
import { readLimits, writeLimits } from '../../../shared/limits/limits-json.ts';
import { decimal } from '../../../shared/money/decimal.ts';

it.each<{ case: string; limits: RiskLimits; stored: object }>([
  { case: 'nothing', limits: {}, stored: {} },
  {
    case: 'every digit of a decimal',
    limits: { maxOrderNotional: decimal('0.00000001'), maxDrawdownFraction: decimal('0.125') },
    stored: { maxOrderNotional: '0.00000001', maxDrawdownFraction: '0.125' },
  },
  {
    case: 'counts, lists and windows',
    limits: {
      maxAlertAgeSeconds: 30,
      allowedSymbols: ['BTCUSDT'],
      onLossLimit: 'reducing',
      tradingHours: [{ from: '22:00', to: '02:00' }],
    },
    stored: {
      maxAlertAgeSeconds: 30,
      allowedSymbols: ['BTCUSDT'],
      onLossLimit: 'reducing',
      tradingHours: [{ from: '22:00', to: '02:00' }],
    },
  },
])('writeLimits() and readLimits() keep $case', ({ limits, stored }) => {
  expect(JSON.parse(writeLimits(limits))).toEqual(stored);
  expect(readLimits(stored)).toEqual(limits);
});

it.each([
  { case: 'a number that is no text', stored: { maxExposure: 100 } },
  { case: 'an hour that is none', stored: { tradingHours: [{ from: '24:00', to: '01:00' }] } },
  { case: 'a count below one', stored: { maxOpenPositions: 0 } },
])('readLimits() refuses $case', ({ stored }) => {
  expect(() => readLimits(stored)).toThrow();
});
