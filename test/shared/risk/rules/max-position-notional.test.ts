import { expect, it } from 'vitest';
import { decimal } from '../../../../shared/money/decimal.ts';
import { maxPositionNotional } from '../../../../shared/risk/rules/max-position-notional.ts';
import { aRiskInput, limitsOf, type RuleRow } from '../../../support/build-risk.ts';
import { NOW } from '../../../support/fixed.ts';

it.each<RuleRow>([
  { case: 'no limit with nothing', input: {} },
  {
    case: 'a position at the limit with nothing',
    input: {
      positionNotionalAfter: decimal('900'),
      limits: [limitsOf('symbol', { maxPositionNotional: decimal('900') })],
    },
  },
  {
    case: 'a larger one with a denial',
    input: {
      positionNotionalAfter: decimal('900.1'),
      limits: [limitsOf('symbol', { maxPositionNotional: decimal('900') })],
    },
    denied: { rule: 'max_position_notional', scope: 'symbol', limit: '900', actual: '900.1' },
    words: 'Position notional after the order "900.1"',
  },
  {
    case: 'an order of which nobody knows the worth with a denial',
    input: { accountMode: 'live', limits: [limitsOf('user', { maxPositionNotional: decimal('100000') })] },
    denied: { rule: 'max_position_notional', scope: 'user', limit: '100000' },
    words: 'no price of the last 60 s',
  },
  {
    case: 'an order whose price is a minute old with a denial',
    input: {
      accountMode: 'live',
      last: { price: decimal('50000'), seenAt: new Date(NOW.getTime() - 60_001) },
      limits: [limitsOf('user', { maxPositionNotional: decimal('100000') })],
    },
    denied: { rule: 'max_position_notional' },
  },
])('maxPositionNotional() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxPositionNotional(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
