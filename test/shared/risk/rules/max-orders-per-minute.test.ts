import { expect, it } from 'vitest';
import { maxOrdersPerMinute } from '../../../../shared/risk/rules/max-orders-per-minute.ts';
import { aRiskBook, aRiskInput, limitsOf, type RuleRow, traded } from '../../../support/build-risk.ts';

const book = aRiskBook({
  recentOrders: [
    { ...traded(), count: 2 },
    { ...traded({ symbol: 'ETHUSDT' }), count: 1 },
    { ...traded({ accountId: 'acc_2', strategyId: 'str_2' }), count: 2 },
  ],
});
it.each<RuleRow>([
  { case: 'no limit with nothing', input: { book } },
  {
    case: 'as many as allowed with nothing',
    input: { book, limits: [limitsOf('strategy', { maxOrdersPerMinute: 4 })] },
  },
  {
    case: 'one more of the strategy with a denial',
    input: { book, limits: [limitsOf('strategy', { maxOrdersPerMinute: 3 })] },
    denied: { rule: 'max_orders_per_minute', scope: 'strategy', limit: '3', actual: '4' },
    words: 'Number of orders within a minute "4"',
  },
  {
    case: 'a turn, which sends two, with a denial',
    input: { book, orderCount: 2, limits: [limitsOf('strategy', { maxOrdersPerMinute: 4 })] },
    denied: { actual: '5' },
  },
  {
    case: 'all of the user with a denial',
    input: { book, limits: [limitsOf('user', { maxOrdersPerMinute: 5 })] },
    denied: { scope: 'user', actual: '6' },
  },
])('maxOrdersPerMinute() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxOrdersPerMinute(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
