import { expect, it } from 'vitest';
import { decimal } from '../../../../shared/money/decimal.ts';
import { priceDeviation } from '../../../../shared/risk/rules/price-deviation.ts';
import { aRiskInput, limitsOf, type RuleRow } from '../../../support/build-risk.ts';
import { aSignal } from '../../../support/build-signal.ts';
import { NOW } from '../../../support/fixed.ts';

const seen = (price: string, ageMs = 0) => ({ price: decimal(price), seenAt: new Date(NOW.getTime() - ageMs) });
const limits = [limitsOf('strategy', { maxPriceDeviationFraction: decimal('0.01') })];
it.each<RuleRow>([
  { case: 'no limit with nothing', input: { last: seen('100000') } },
  { case: 'a market at the limit with nothing', input: { last: seen('50500'), limits } },
  {
    case: 'a market beyond the limit with a denial',
    input: { last: seen('50501', 1_200), limits },
    denied: { rule: 'max_price_deviation', scope: 'strategy', limit: '0.01', actual: '0.01002' },
    words: 'The market was at "50501" 1200 ms ago, the alert at "50000"',
  },
  { case: 'a market below it with a denial', input: { last: seen('49000'), limits }, denied: { actual: '0.02' } },
  {
    case: 'the stricter of two limits with a denial',
    input: {
      last: seen('50300'),
      limits: [...limits, limitsOf('user', { maxPriceDeviationFraction: decimal('0.005') })],
    },
    denied: { scope: 'user' },
  },
  { case: 'on paper a price older than a minute with nothing', input: { last: seen('1', 60_001), limits } },
  {
    case: 'a price older than a minute with a denial',
    input: { last: seen('50000', 60_001), limits, accountMode: 'testnet' },
    denied: { rule: 'max_price_deviation', scope: 'strategy', limit: '0.01' },
    words: 'no price of the last 60 s to compare the alert\'s "50000" with',
  },
  {
    case: 'no price at all with a denial',
    input: { last: undefined, limits, accountMode: 'live' },
    denied: { rule: 'max_price_deviation' },
  },
  {
    case: 'an alert without a price with nothing',
    input: { last: seen('1'), limits, signal: aSignal({ signalPrice: undefined }) },
  },
  { case: 'a replay with nothing', input: { last: seen('1'), limits, isReplay: true } },
])('priceDeviation() answers $case', ({ input, denied, words = '' }) => {
  const denial = priceDeviation(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
