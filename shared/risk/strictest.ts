import type { CountLimit, DecimalLimit, LimitScope, ScopedLimits } from '../limits/limits.ts';
import type { Decimal } from '../money/decimal.ts';

export type Bound<Value> = { scope: LimitScope; limit: Value };

/** The lowest of the limits of one name, and whose it is. */
export function strictestDecimal(limits: readonly ScopedLimits[], name: DecimalLimit): Bound<Decimal> | undefined {
  let found: Bound<Decimal> | undefined;
  for (const { scope, limits: own } of limits) {
    const limit = own[name];
    if (limit !== undefined && (found === undefined || limit.lt(found.limit))) found = { scope, limit };
  }
  return found;
}

export function strictestCount(limits: readonly ScopedLimits[], name: CountLimit): Bound<number> | undefined {
  let found: Bound<number> | undefined;
  for (const { scope, limits: own } of limits) {
    const limit = own[name];
    if (limit !== undefined && (found === undefined || limit < found.limit)) found = { scope, limit };
  }
  return found;
}
