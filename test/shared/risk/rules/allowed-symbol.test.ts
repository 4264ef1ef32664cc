import { expect, it } from 'vitest';
import { allowedSymbol } from '../../../../shared/risk/rules/allowed-symbol.ts';
import { aRiskInput, limitsOf, type RuleRow } from '../../../support/build-risk.ts';

it.each<RuleRow>([
  { case: 'no list with nothing', input: {} },
  { case: 'an empty list with nothing', input: { limits: [limitsOf('strategy', { allowedSymbols: [] })] } },
  {
    case: 'a list that has the symbol with nothing',
    input: { limits: [limitsOf('user', { allowedSymbols: ['BTCUSDT'] })] },
  },
  {
    case: 'the second list, which has it not, with a denial',
    input: {
      limits: [
        limitsOf('strategy', { allowedSymbols: ['BTCUSDT'] }),
        limitsOf('account', { allowedSymbols: ['ETHUSDT'] }),
      ],
    },
    denied: { rule: 'allowed_symbols', scope: 'account', limit: 'ETHUSDT', actual: 'BTCUSDT' },
    words: '"BTCUSDT" is not among those that the account allows: ETHUSDT',
  },
])('allowedSymbol() answers $case', ({ input, denied, words = '' }) => {
  const denial = allowedSymbol(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
