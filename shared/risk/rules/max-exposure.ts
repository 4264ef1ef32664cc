import { sum } from '../../money/decimal.ts';
import { above } from '../denial.ts';
import type { RiskRule } from '../risk.ts';
import { isSamePlace, isWithin } from '../risk-book.ts';

/** Open positions and entries on their way, this one included; a position that is closed before counts no longer. */
export const maxExposure: RiskRule = ({ limits, book, notional, isAfterClose, order, strategy }) => {
  if (book === undefined) return undefined;
  const isHere = isSamePlace({ accountId: strategy.accountId, market: order.market, symbol: order.symbol });
  for (const { scope, subject, limits: own } of limits) {
    if (own.maxExposure === undefined) continue;
    const counts = isWithin(scope, subject);
    const held = book.held.filter((one) => counts(one) && !(isAfterClose && isHere(one)));
    const entries = book.entries.filter(counts);
    const others = sum([...held.map((one) => one.exposure), ...entries.map((one) => one.notional)]);
    const actual = others.plus(notional.times(book.quoteWorth));
    if (actual.lte(own.maxExposure)) continue;
    return above({ rule: 'max_exposure', what: 'Exposure after the order', actual, limit: own.maxExposure, scope });
  }
  return undefined;
};
