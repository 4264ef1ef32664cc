import { expect, it } from 'vitest';
import { decimal } from '../../../../shared/money/decimal.ts';
import { maxOrderNotional } from '../../../../shared/risk/rules/max-order-notional.ts';
import { aRiskInput, limitsOf, type RuleRow } from '../../../support/build-risk.ts';
import { NOW } from '../../../support/fixed.ts';

it.each<RuleRow>([
  { case: 'no limit with nothing', input: {} },
  {
    case: 'an order at the limit with nothing',
    input: { limits: [limitsOf('user', { maxOrderNotional: decimal('500') })] },
  },
  {
    case: 'the strictest of four limits with a denial',
    input: {
      limits: [
        limitsOf('strategy', { maxOrderNotional: decimal('450') }),
        limitsOf('user', { maxOrderNotional: decimal('1000') }),
        limitsOf('account', { maxOrderNotional: decimal('400') }),
        limitsOf('symbol', { maxOrderNotional: decimal('401') }),
      ],
    },
    denied: { rule: 'max_order_notional', scope: 'account', limit: '400', actual: '500' },
    words: 'Order notional "500" is above the limit "400" of the account',
  },
  {
    case: 'an order of which nobody knows the worth with a denial',
    input: { accountMode: 'live', limits: [limitsOf('user', { maxOrderNotional: decimal('100000') })] },
    denied: { rule: 'max_order_notional', scope: 'user', limit: '100000' },
    words: 'no price of the last 60 s',
  },
  {
    case: 'an order whose price is a minute old with a denial',
    input: {
      accountMode: 'live',
      last: { price: decimal('50000'), seenAt: new Date(NOW.getTime() - 60_001) },
      limits: [limitsOf('user', { maxOrderNotional: decimal('100000') })],
    },
    denied: { rule: 'max_order_notional' },
  },
])('maxOrderNotional() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxOrderNotional(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
