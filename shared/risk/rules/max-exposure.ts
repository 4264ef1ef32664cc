import { type Decimal, print, sum } from '../../money/decimal.ts';
import { above, type Denial } from '../denial.ts';
import { unvalued } from '../fresh-price.ts';
import type { RiskRule } from '../risk.ts';
import { isSamePlace, isWithin } from '../risk-book.ts';
import type { Bound } from '../strictest.ts';

const RULE = 'max_exposure';

/** Open positions and entries on their way, this one included; a position that is closed before counts no longer. */
export const maxExposure: RiskRule = (input) => {
  const { limits, book, notional, isAfterClose, order, strategy } = input;
  if (book === undefined) return undefined;
  const isHere = isSamePlace({ accountId: strategy.accountId, market: order.market, symbol: order.symbol });
  for (const { scope, subject, limits: own } of limits) {
    if (own.maxExposure === undefined) continue;
    const counts = isWithin(scope, subject);
    const held = book.held.filter((one) => counts(one) && !(isAfterClose && isHere(one)));
    const entries = book.entries.filter(counts);
    const others = sum([...held.map((one) => one.exposure), ...entries.map((one) => one.notional)]);
    if (book.quoteWorth === undefined) return worthUnknown(order.symbol, { scope, limit: own.maxExposure });
    const actual = others.plus(notional.times(book.quoteWorth));
    if (actual.gt(own.maxExposure))
      return above({ rule: RULE, what: 'Exposure after the order', actual, limit: own.maxExposure, scope });
    const denial = unvalued(input, RULE, { scope, limit: own.maxExposure });
    if (denial !== undefined) return denial;
  }
  return undefined;
};

function worthUnknown(symbol: string, { scope, limit }: Bound<Decimal>): Denial {
  const reason = `What the quote of ${symbol} is worth in USDT is not known, and the ${scope} has the limit "${print(limit)}"`;
  return { rule: RULE, scope, limit: print(limit), reason };
}
