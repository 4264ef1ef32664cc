import { expect, it } from 'vitest';
import { decimal } from '../../../../shared/money/decimal.ts';
import { maxLossesInRow } from '../../../../shared/risk/rules/max-losses-in-row.ts';
import { aRiskBook, aRiskInput, limitsOf, type RuleRow, traded } from '../../../support/build-risk.ts';
import { NOW } from '../../../support/fixed.ts';

const closed = (...pnls: string[]) =>
  aRiskBook({ closed: pnls.map((pnl) => ({ ...traded(), netPnl: decimal(pnl), closedAt: NOW })) });
const limits = [limitsOf('strategy', { maxLossesInRow: 3 })];
it.each<RuleRow>([
  { case: 'no limit with nothing', input: { book: closed('-1', '-1', '-1') } },
  { case: 'fewer losses with nothing', input: { book: closed('-1', '-1'), limits } },
  {
    case: 'as many losses as the limit with a denial',
    input: { book: closed('-1', '-0.01', '-3', '5'), limits },
    denied: { rule: 'max_losses_in_row', scope: 'strategy', limit: '3', actual: '3' },
    words: 'The last 3 positions of the strategy were closed at a loss: the limit is 3 in a row and day',
  },
  { case: 'a row that a gain ended with nothing', input: { book: closed('1', '-1', '-1', '-1'), limits } },
  {
    case: 'losses of another strategy with nothing',
    input: {
      book: closed('-1', '-1', '-1'),
      limits: [{ scope: 'strategy', subject: 'str_2', limits: { maxLossesInRow: 3 } }],
    },
  },
])('maxLossesInRow() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxLossesInRow(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
