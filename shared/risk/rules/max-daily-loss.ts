import { print } from '../../money/decimal.ts';
import { brokenLoss } from '../broken-loss.ts';
import type { LossRule } from '../risk.ts';
import { dayPnl } from '../risk-book.ts';

/** Realized and unrealized, of the account since the UTC day began or a person resumed trading in it. */
export const maxDailyLoss: LossRule = ({ limits, book, strategy }) => {
  if (book === undefined) return undefined;
  const actual = dayPnl(book, strategy.accountId).neg();
  const broken = brokenLoss(limits, 'maxDailyLoss', actual);
  if (broken === undefined) return undefined;
  const { limit, ...rest } = broken;
  const figures = { actual: print(actual), limit: print(limit) };
  const since = book.account.since.toISOString();
  return {
    rule: 'max_daily_loss',
    reason: `The account has lost "${figures.actual}" USDT since ${since}: the ${rest.scope} limit is "${figures.limit}"`,
    ...figures,
    ...rest,
  };
};
