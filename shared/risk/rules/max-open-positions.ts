import { above } from '../denial.ts';
import type { RiskRule } from '../risk.ts';
import { isWithin, type Traded } from '../risk-book.ts';

const nameOf = ({ accountId, market, symbol }: Traded): string => `${accountId}:${market}:${symbol}`;

/** An entry on its way counts as the position that it will be; adding to a position opens none. */
export const maxOpenPositions: RiskRule = ({ limits, book, order, strategy }) => {
  if (book === undefined) return undefined;
  const here = nameOf({ accountId: strategy.accountId, market: order.market, symbol: order.symbol });
  for (const { scope, subject, limits: own } of limits) {
    if (own.maxOpenPositions === undefined) continue;
    const counts = isWithin(scope, subject);
    const after = new Set([...book.held, ...book.entries].filter(counts).map(nameOf)).add(here);
    if (after.size <= own.maxOpenPositions) continue;
    const figures = { actual: after.size, limit: own.maxOpenPositions, scope };
    return above({ rule: 'max_open_positions', what: 'Number of open positions after the order', ...figures });
  }
  return undefined;
};
