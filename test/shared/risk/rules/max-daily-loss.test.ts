import { expect, it } from 'vitest';
import { decimal } from '../../../../shared/money/decimal.ts';
import { maxDailyLoss } from '../../../../shared/risk/rules/max-daily-loss.ts';
import { aRiskBook, aRiskInput, limitsOf, type RuleRow, traded } from '../../../support/build-risk.ts';

/** Beside it another account loses a fortune, which is not this one's. */
const lost = (realized: string, unrealized: string, before = '0') =>
  aRiskBook({
    held: [
      { ...traded({ symbol: 'ETHUSDT' }), exposure: decimal('1'), unrealizedPnl: decimal(unrealized) },
      { ...traded({ accountId: 'acc_2' }), exposure: decimal('1'), unrealizedPnl: decimal('-100000') },
    ],
    account: {
      since: new Date('2026-03-02T00:00:00.000Z'),
      realizedPnl: decimal(realized),
      unrealizedBefore: decimal(before),
    },
  });
const limits = [limitsOf('account', { maxDailyLoss: decimal('100'), onLossLimit: 'halted' })];
it.each<RuleRow>([
  { case: 'no limit with nothing', input: { book: lost('-1000', '0') } },
  { case: 'less than the limit with nothing', input: { book: lost('-60', '-39'), limits } },
  {
    case: 'realized and unrealized that reach the limit with a denial',
    input: { book: lost('-60', '-40'), limits },
    denied: { rule: 'max_daily_loss', scope: 'account', limit: '100', actual: '100', halts: 'halted' },
    words: 'The account has lost "100" USDT since 2026-03-02T00:00:00.000Z: the account limit is "100"',
  },
  { case: 'a gain that makes up for it with nothing', input: { book: lost('-160', '70'), limits } },
  { case: 'what was lost the day before with nothing', input: { book: lost('-60', '-140', '-110'), limits } },
  {
    case: 'the stricter limit with the harder consequence of those that are broken',
    input: {
      book: lost('-200', '0'),
      limits: [...limits, limitsOf('user', { maxDailyLoss: decimal('50'), onLossLimit: 'reducing' })],
    },
    denied: { scope: 'user', limit: '50', halts: 'halted' },
  },
  {
    case: 'a limit of the strategy with a denial that stops nobody else',
    input: {
      book: lost('-200', '0'),
      limits: [limitsOf('strategy', { maxDailyLoss: decimal('50'), onLossLimit: 'halted' })],
    },
    denied: { scope: 'strategy', halts: undefined },
  },
  {
    case: 'a limit that is only to deny with a denial',
    input: {
      book: lost('-200', '0'),
      limits: [limitsOf('user', { maxDailyLoss: decimal('50'), onLossLimit: 'deny' })],
    },
    denied: { scope: 'user', halts: undefined },
  },
])('maxDailyLoss() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxDailyLoss(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect({ halts: undefined, ...denial }).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
