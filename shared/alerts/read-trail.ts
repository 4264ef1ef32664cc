import type { PriceOffset } from '../signals/signal.ts';
import { takePositive } from './field-values.ts';
import { aliases, type Fields, refuse } from './fields.ts';

const PERCENT = aliases('trail_percent', 'trailing_percent');
const AMOUNT = aliases('trail_amount', 'trailing_amount');

/** How far behind the price an order of type `trailing_stop` follows. Without it there is no such order. */
export function readTrail(fields: Fields): PriceOffset | undefined {
  const percent = takePositive(fields, PERCENT);
  const value = percent ?? takePositive(fields, AMOUNT);
  if (value === undefined)
    return refuse(fields, 'price_missing', 'a trailing stop needs the field "trailPercent" or "trailAmount"');
  return { kind: percent === undefined ? 'amount' : 'pct', value, from: 'market', towards: 'better' };
}
