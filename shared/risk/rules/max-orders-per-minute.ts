import { above } from '../denial.ts';
import type { RiskRule } from '../risk.ts';
import { isWithin } from '../risk-book.ts';

/** Exits count, though they are never denied: what opens and closes in a circle is what this is for. Protection does not. */
export const maxOrdersPerMinute: RiskRule = ({ limits, book, orderCount }) => {
  if (book === undefined) return undefined;
  for (const { scope, subject, limits: own } of limits) {
    if (own.maxOrdersPerMinute === undefined) continue;
    const before = book.recentOrders.filter(isWithin(scope, subject)).reduce((total, { count }) => total + count, 0);
    const actual = before + orderCount;
    if (actual <= own.maxOrdersPerMinute) continue;
    const figures = { actual, limit: own.maxOrdersPerMinute, scope };
    return above({ rule: 'max_orders_per_minute', what: 'Number of orders within a minute', ...figures });
  }
  return undefined;
};
