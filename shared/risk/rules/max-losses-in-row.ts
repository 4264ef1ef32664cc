import { zero } from '../../money/decimal.ts';
import type { StandingRule } from '../risk.ts';
import { isWithin } from '../risk-book.ts';

/** Of positions closed within the UTC day, so that a new day begins anew: without entries nothing could end the row. */
export const maxLossesInRow: StandingRule = ({ limits, book }) => {
  if (book === undefined) return undefined;
  for (const { scope, subject, limits: own } of limits) {
    const limit = own.maxLossesInRow;
    if (limit === undefined) continue;
    const closed = book.closed.filter(isWithin(scope, subject));
    const lastGain = closed.findIndex(({ netPnl }) => netPnl.gte(zero));
    const actual = lastGain === -1 ? closed.length : lastGain;
    if (actual < limit) continue;
    return {
      rule: 'max_losses_in_row',
      reason: `The last ${actual} positions of the ${scope} were closed at a loss: the limit is ${limit} in a row and day`,
      ...{ scope, limit: String(limit), actual: String(actual) },
    };
  }
  return undefined;
};
