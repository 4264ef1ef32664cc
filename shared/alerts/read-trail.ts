import type { PriceOffset } from '../signals/signal.ts';
import { takePositive } from './field-values.ts';
import { aliases, contradict, type Fields, refuse } from './fields.ts';

const PERCENT = aliases('trail_percent', 'trailing_percent');
const AMOUNT = aliases('trail_amount', 'trailing_amount');

export const TRAIL = aliases(...PERCENT.names, ...AMOUNT.names);
export const HOW_TO_TRAIL =
  'a trailing distance belongs to the order type trailing_stop, or into the stop loss: {"type": "trailing_stop", "trailPercent": 1}';

/** How far behind the price an order of type `trailing_stop` follows. Without it there is no such order. */
export function readTrail(fields: Fields): PriceOffset | undefined {
  const percent = takePositive(fields, PERCENT);
  const amount = takePositive(fields, AMOUNT);
  const value = percent ?? amount;
  if (percent !== undefined && amount !== undefined)
    return contradict(fields, 'it trails by a percentage and by an amount: send one of them');
  if (value === undefined)
    return refuse(fields, 'price_missing', 'a trailing stop needs the field "trailPercent" or "trailAmount"');
  return { kind: percent === undefined ? 'amount' : 'pct', value, from: 'market', towards: 'better' };
}
