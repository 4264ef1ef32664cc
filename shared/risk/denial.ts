import type { LimitScope } from '../limits/limits.ts';
import { type Decimal, print } from '../money/decimal.ts';
import type { TradingStateName } from './trading-state.ts';

/** Why not: the rule, the reason with its figures, and these on their own where a figure was held against a limit. */
export type Denial = {
  rule: string;
  reason: string;
  scope?: LimitScope;
  limit?: string;
  actual?: string;
  /** A loss limit that is broken may slow or stop all of the account. */
  halts?: Exclude<TradingStateName, 'active'>;
};

export type Broken = {
  rule: string;
  what: string;
  actual: Decimal | number;
  limit: Decimal | number;
  scope: LimitScope;
};

/** The denial of a figure that is above its limit. */
export function above({ rule, what, actual, limit, scope }: Broken): Denial {
  const figures = { actual: text(actual), limit: text(limit) };
  const reason = `${what} "${figures.actual}" is above the limit "${figures.limit}" of the ${scope}`;
  return { rule, reason, scope, ...figures };
}

function text(figure: Decimal | number): string {
  return typeof figure === 'number' ? String(figure) : print(figure);
}
