import { expect, it } from 'vitest';
import { strategyEnabled } from '../../../../shared/risk/rules/strategy-enabled.ts';
import { aRiskInput, type RuleRow } from '../../../support/build-risk.ts';
import { aStrategy } from '../../../support/build-signal.ts';

it.each<RuleRow>([
  { case: 'an enabled strategy with nothing', input: {} },
  {
    case: 'a disabled one with its name',
    input: { strategy: aStrategy({ status: 'disabled' }) },
    denied: { rule: 'strategy_enabled' },
    words: '"demo" is disabled',
  },
])('strategyEnabled() answers $case', ({ input, denied, words = '' }) => {
  const denial = strategyEnabled(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
