import { expect, it } from 'vitest';
import { decimal } from '../../../../shared/money/decimal.ts';
import { maxLeverage } from '../../../../shared/risk/rules/max-leverage.ts';
import { anEntry, aRiskInput, limitsOf, type RuleRow } from '../../../support/build-risk.ts';
import { aSignal } from '../../../support/build-signal.ts';

const limits = [limitsOf('strategy', { maxLeverage: decimal('3') })];
it.each<RuleRow>([
  { case: 'no limit with nothing', input: { leverage: decimal('20') } },
  { case: 'leverage at the limit with nothing', input: { leverage: decimal('3'), limits } },
  {
    case: 'what the account trades with with a denial',
    input: { leverage: decimal('10'), limits },
    denied: { rule: 'max_leverage', scope: 'strategy', limit: '3', actual: '10' },
    words: 'Leverage "10" is above the limit "3" of the strategy',
  },
  {
    case: 'spot, which has none, with nothing',
    input: { leverage: decimal('10'), limits, order: anEntry({ market: 'spot' }) },
  },
  {
    case: 'a message that may ask for more with nothing',
    input: {
      leverage: decimal('10'),
      signal: aSignal({ leverage: decimal('10') }),
      limits: [limitsOf('strategy', { maxLeverage: decimal('3'), canAlertRaiseLeverage: true })],
    },
  },
  {
    case: 'the account, whose limit no message raises, with a denial',
    input: {
      leverage: decimal('10'),
      signal: aSignal({ leverage: decimal('10') }),
      limits: [limitsOf('account', { maxLeverage: decimal('5'), canAlertRaiseLeverage: true })],
    },
    denied: { scope: 'account', limit: '5' },
  },
])('maxLeverage() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxLeverage(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
