import { expect, it } from 'vitest';
import { tradingActive } from '../../../../shared/risk/rules/trading-active.ts';
import { aRiskInput, type RuleRow } from '../../../support/build-risk.ts';
import { NOW } from '../../../support/fixed.ts';

it.each<RuleRow>([
  { case: 'active trading with nothing', input: {} },
  {
    case: 'a halt with its reason',
    input: { tradingState: { state: 'halted', reason: 'news' } },
    denied: { rule: 'trading_state' },
    words: 'Trading is halted: news',
  },
  {
    case: 'a reduction with its end',
    input: { tradingState: { state: 'reducing', expiresAt: new Date(NOW.getTime() + 60_000) } },
    denied: { rule: 'trading_state' },
    words: 'Trading is reducing until 2026-03-02T12:01:00.000Z',
  },
  { case: 'a halt that is over with nothing', input: { tradingState: { state: 'halted', expiresAt: NOW } } },
])('tradingActive() answers $case', ({ input, denied, words = '' }) => {
  const denial = tradingActive(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
