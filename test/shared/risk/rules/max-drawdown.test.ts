import { expect, it } from 'vitest';
import { decimal } from '../../../../shared/money/decimal.ts';
import { maxDrawdown } from '../../../../shared/risk/rules/max-drawdown.ts';
import { aRiskBook, aRiskInput, limitsOf, type RuleRow } from '../../../support/build-risk.ts';
import { NOW } from '../../../support/fixed.ts';

const fell = (peak: string, equity: string) => {
  const { account, ...book } = aRiskBook();
  const at = (value: string) => ({ value: decimal(value), at: NOW });
  return { ...book, account: { ...account, peak: at(peak), equity: at(equity) } };
};
const limits = [limitsOf('user', { maxDrawdownFraction: decimal('0.1'), onLossLimit: 'reducing' })];
it.each<RuleRow>([
  { case: 'no limit with nothing', input: { book: fell('10000', '1') } },
  { case: 'no snapshot with nothing', input: { limits } },
  { case: 'less than the limit with nothing', input: { book: fell('10000', '9001'), limits } },
  {
    case: 'equity that fell to the limit with a denial',
    input: { book: fell('10000', '9000'), limits },
    denied: { rule: 'max_drawdown', scope: 'user', limit: '0.1', actual: '0.1', halts: 'reducing' },
    words: 'fell from "10000" to "9000" USDT, by "0.1": the user limit is "0.1"',
  },
  { case: 'equity above its peak with nothing', input: { book: fell('10000', '12000'), limits } },
])('maxDrawdown() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxDrawdown(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
