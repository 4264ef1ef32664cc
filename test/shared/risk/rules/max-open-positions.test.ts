import { expect, it } from 'vitest';
import { decimal } from '../../../../shared/money/decimal.ts';
import { maxOpenPositions } from '../../../../shared/risk/rules/max-open-positions.ts';
import { anEntry, aRiskBook, aRiskInput, limitsOf, type RuleRow, traded } from '../../../support/build-risk.ts';

const book = aRiskBook({
  held: [{ ...traded({ symbol: 'ETHUSDT' }), exposure: decimal('1'), unrealizedPnl: decimal('0') }],
  entries: [{ ...traded({ symbol: 'SOLUSDT', strategyId: 'str_2' }), notional: decimal('1') }],
});
it.each<RuleRow>([
  { case: 'no limit with nothing', input: { book } },
  {
    case: 'one more than allowed with a denial',
    input: { book, limits: [limitsOf('account', { maxOpenPositions: 2 })] },
    denied: { rule: 'max_open_positions', scope: 'account', limit: '2', actual: '3' },
    words: 'Number of open positions after the order "3"',
  },
  { case: 'as many as allowed with nothing', input: { book, limits: [limitsOf('account', { maxOpenPositions: 3 })] } },
  {
    case: 'those of another strategy with nothing',
    input: { book, limits: [limitsOf('strategy', { maxOpenPositions: 2 })] },
  },
  {
    case: 'a symbol that is held already with nothing',
    input: { book, order: anEntry({ symbol: 'ETHUSDT' }), limits: [limitsOf('account', { maxOpenPositions: 2 })] },
  },
  {
    case: 'the same symbol on spot, which is another position, with a denial',
    input: {
      book,
      order: anEntry({ symbol: 'ETHUSDT', market: 'spot' }),
      limits: [limitsOf('account', { maxOpenPositions: 2 })],
    },
    denied: { actual: '3' },
  },
])('maxOpenPositions() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxOpenPositions(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
