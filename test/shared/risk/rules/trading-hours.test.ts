import { expect, it } from 'vitest';
import type { TradingWindow } from '../../../../shared/limits/limits.ts';
import { tradingHours } from '../../../../shared/risk/rules/trading-hours.ts';
import { aRiskInput, limitsOf, type RuleRow } from '../../../support/build-risk.ts';

const at = (...tradingHours: TradingWindow[]) => [limitsOf('strategy', { tradingHours })];
it.each<RuleRow>([
  { case: 'no window with nothing', input: {} },
  { case: 'noon within a window with nothing', input: { limits: at({ from: '12:00', to: '12:01' }) } },
  {
    case: 'noon at the end of a window with a denial',
    input: { limits: at({ from: '08:00', to: '12:00' }) },
    denied: { rule: 'trading_hours', scope: 'strategy', limit: '08:00-12:00', actual: 'mon 12:00' },
    words: 'It is mon 12:00 UTC, and the strategy trades at 08:00-12:00 UTC',
  },
  {
    case: 'a second window with nothing',
    input: { limits: at({ from: '01:00', to: '02:00' }, { from: '11:00', to: '13:00' }) },
  },
  { case: 'its day with nothing', input: { limits: at({ days: ['mon'], from: '00:00', to: '00:00' }) } },
  {
    case: 'another day with a denial',
    input: { limits: at({ days: ['tue', 'sun'], from: '00:00', to: '00:00' }) },
    denied: { rule: 'trading_hours', limit: 'tue sun 00:00-00:00' },
  },
  {
    case: 'the night of a Monday, before midnight, with nothing',
    input: { now: new Date('2026-03-02T23:00:00Z'), limits: at({ days: ['mon'], from: '22:00', to: '02:00' }) },
  },
  {
    case: 'the night of a Monday, after midnight, with nothing',
    input: { now: new Date('2026-03-03T01:59:00Z'), limits: at({ days: ['mon'], from: '22:00', to: '02:00' }) },
  },
  {
    case: 'the night before a Monday with a denial',
    input: { now: new Date('2026-03-02T01:00:00Z'), limits: at({ days: ['mon'], from: '22:00', to: '02:00' }) },
    denied: { rule: 'trading_hours' },
  },
  {
    case: 'windows of two scopes, of which one is shut, with a denial',
    input: {
      limits: [
        ...at({ from: '00:00', to: '00:00' }),
        limitsOf('user', { tradingHours: [{ from: '13:00', to: '14:00' }] }),
      ],
    },
    denied: { rule: 'trading_hours', scope: 'user' },
  },
])('tradingHours() answers $case', ({ input, denied, words = '' }) => {
  const denial = tradingHours(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
