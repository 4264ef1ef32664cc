import { expect, it } from 'vitest';
import { decimal } from '../../../../shared/money/decimal.ts';
import { maxExposure } from '../../../../shared/risk/rules/max-exposure.ts';
import { aRiskBook, aRiskInput, limitsOf, type RuleRow, traded } from '../../../support/build-risk.ts';
import { NOW } from '../../../support/fixed.ts';

const book = aRiskBook({
  held: [
    { ...traded(), exposure: decimal('1000'), unrealizedPnl: decimal('0') },
    {
      ...traded({ accountId: 'acc_2', strategyId: 'str_2' }),
      exposure: decimal('1000'),
      unrealizedPnl: decimal('0'),
    },
  ],
  entries: [{ ...traded({ symbol: 'ETHUSDT' }), notional: decimal('100') }],
});
it.each<RuleRow>([
  { case: 'no limit with nothing', input: { book } },
  {
    case: 'no book with nothing',
    input: { book: undefined, limits: [limitsOf('user', { maxExposure: decimal('1') })] },
  },
  {
    case: 'all of the user at the limit with nothing',
    input: { book, limits: [limitsOf('user', { maxExposure: decimal('2600') })] },
  },
  {
    case: 'all of the user, positions and entries, with a denial',
    input: { book, limits: [limitsOf('user', { maxExposure: decimal('2599') })] },
    denied: { rule: 'max_exposure', scope: 'user', limit: '2599', actual: '2600' },
    words: 'Exposure after the order "2600"',
  },
  {
    case: 'one account with a denial',
    input: { book, limits: [limitsOf('account', { maxExposure: decimal('1500') })] },
    denied: { scope: 'account', actual: '1600' },
  },
  {
    case: 'what one strategy opened with a denial',
    input: { book, limits: [limitsOf('strategy', { maxExposure: decimal('1500') })] },
    denied: { scope: 'strategy', actual: '1600' },
  },
  {
    case: 'one symbol in all accounts with a denial',
    input: { book, limits: [limitsOf('symbol', { maxExposure: decimal('2000') })] },
    denied: { scope: 'symbol', actual: '2500' },
  },
  {
    case: 'a turn, which closes what is here first, with nothing',
    input: { book, isAfterClose: true, limits: [limitsOf('account', { maxExposure: decimal('600') })] },
  },
  {
    case: 'an order in another quote by its worth with a denial',
    input: {
      book: aRiskBook({ quoteWorth: decimal('2') }),
      limits: [limitsOf('user', { maxExposure: decimal('999') })],
    },
    denied: { actual: '1000' },
  },
  {
    case: 'an order of which nobody knows the worth with a denial',
    input: { accountMode: 'live', limits: [limitsOf('user', { maxExposure: decimal('100000') })] },
    denied: { rule: 'max_exposure', scope: 'user', limit: '100000' },
    words: 'no price of the last 60 s',
  },
  {
    case: 'an order whose price is a minute old with a denial',
    input: {
      accountMode: 'live',
      last: { price: decimal('50000'), seenAt: new Date(NOW.getTime() - 60_001) },
      limits: [limitsOf('user', { maxExposure: decimal('100000') })],
    },
    denied: { rule: 'max_exposure' },
  },
  {
    case: 'a quote asset of which nobody knows the worth with a denial',
    input: { book: aRiskBook({ quoteWorth: undefined }), limits: [limitsOf('user', { maxExposure: decimal('2600') })] },
    denied: { rule: 'max_exposure', scope: 'user', limit: '2600' },
    words: 'is worth in USDT is not known',
  },
])('maxExposure() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxExposure(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
