import { zero } from '../../money/decimal.ts';
import type { Level } from '../../signals/signal.ts';
import { readDigits, takeText } from '../field-values.ts';
import { type Aliases, aliases, type Fields, quote, refuse } from '../fields.ts';

const STOP = aliases('sl');
const PROFIT = aliases('tp');
const TRAIL = aliases('ts');

export function readAutoviewProfit(fields: Fields, isLong: boolean): Level | undefined {
  return readLevel(fields, PROFIT, isLong ? '-' : '+');
}

/** `ts` trails from the start: beside `sl` it counts where it is the narrower. */
export function readAutoviewStop(fields: Fields, isLong: boolean): Level | undefined {
  const wrong = isLong ? '+' : '-';
  const fixed = readLevel(fields, STOP, wrong);
  const trail = readLevel(fields, TRAIL, wrong);
  if (trail === undefined) return fixed;
  if (trail.kind !== 'pct')
    return refuse(fields, 'trail_not_supported', '"ts" must be a percentage, such as ts=1%: it is no price');
  if (fixed === undefined) return { ...trail, trailing: true };
  if (fixed.kind !== 'pct')
    return refuse(
      fields,
      'trail_not_supported',
      'a stop loss at a price that also trails is not supported; send one of them',
    );
  return { ...fixed, trailing: true, distance: trail.value };
}

/** A percentage counts from the price of the order. Without `#` or `%` a number may be a price, a distance or pips: nobody can say. */
function readLevel(fields: Fields, names: Aliases, wrong: '+' | '-'): Level | undefined {
  const text = takeText(fields, names);
  if (text === undefined) return undefined;
  const isPercent = text.endsWith('%');
  const value = isPercent || text.startsWith('#') ? readDigits(text.replace(/^#|%$/, ''), fields.report) : undefined;
  const name = names.names[0];
  if (value === undefined || value.eq(zero) || (!isPercent && value.lt(zero)))
    return refuse(
      fields,
      'not_a_number',
      `"${name}" is ${quote(text)}, and must be a percentage or a price, such as 2% or #59000`,
    );
  if (text.startsWith(wrong))
    return refuse(
      fields,
      'level_not_supported',
      `"${name}" is ${quote(text)}, which lies on the other side of the order`,
    );
  return isPercent ? { kind: 'pct', value: value.abs() } : { kind: 'abs', value };
}
