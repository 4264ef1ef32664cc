import { type Decimal, decimal, print, zero } from '../../money/decimal.ts';
import type { Level, PriceOffset, Size } from '../../signals/signal.ts';
import { readDigits, takeText } from '../field-values.ts';
import { type Aliases, aliases, type Fields, quote, refuse } from '../fields.ts';

/** Where a price lies: on its own, or so far from the market or the entry. */
export type Distance = { from: 'market' | 'entry' | 'nothing'; isPercent: boolean; value: Decimal };
/** How much: a size, or what is left of the position afterwards. */
export type Amount = { value: Decimal; unit: '' | '%' | '%%' | '%a' | '%b' | '%p' };

const AMOUNT = aliases('amount');
const POSITION = aliases('position');
const UNITS: readonly Amount['unit'][] = ['%%', '%a', '%b', '%p', '%'];
const hundredth = decimal('0.01');

export const percentOf = (value: Decimal): Decimal => value.times(hundredth);

export function takeAmount(fields: Fields): Amount | undefined {
  const amount = takeQuantity(fields, AMOUNT);
  if (amount === undefined || amount.value.gt(zero)) return amount;
  return refuse(fields, 'not_positive', `"amount" must be above 0, and is "${print(amount.value)}"`);
}

export function takePosition(fields: Fields): Amount | undefined {
  return takeQuantity(fields, POSITION);
}

/** https://alertatron.com/docs/automated-trading/limit-order: `50%` is of equity, `50%%` of what is available, `50%p` of the position. */
function takeQuantity(fields: Fields, names: Aliases): Amount | undefined {
  const text = takeText(fields, names);
  if (text === undefined) return undefined;
  const unit = UNITS.find((one) => text.endsWith(one)) ?? '';
  const value = readDigits(text.slice(0, text.length - unit.length), fields.report);
  const problem = `"${names.names[0]}" is ${quote(text)}, and must be a number such as 100, 50%, 50%a or 50%p`;
  return value === undefined ? refuse(fields, 'not_a_number', problem) : { value, unit };
}

export function sizeOf({ value, unit }: Amount): Size {
  if (unit === '') return { type: 'contracts', value };
  if (unit === '%p') return { type: 'pct_position', value };
  return { type: unit === '%%' || unit === '%a' ? 'pct_available' : 'pct_equity', value };
}

/** `1%` and `20` from the market, `e1%` from the entry, `@68000` is the price itself. */
export function takeDistance(fields: Fields, names: Aliases): Distance | undefined {
  const text = takeText(fields, names);
  if (text === undefined) return undefined;
  const from = text.startsWith('@') ? 'nothing' : text.startsWith('e') ? 'entry' : 'market';
  const isPercent = text.endsWith('%');
  const digits = text.slice(from === 'market' ? 0 : 1, isPercent ? -1 : undefined);
  const value = readDigits(digits, fields.report);
  const problem = `"${names.names[0]}" is ${quote(text)}, and must be a distance such as 20, 1%, e1% or @68000`;
  return value === undefined ? refuse(fields, 'not_a_number', problem) : { from, isPercent, value };
}

/** A take profit lies ahead of the entry; `e-1%` of a stop lies behind it, and so does a distance from the market. */
export function levelAt(
  fields: Fields,
  { from, isPercent, value }: Distance,
  use: 'profit' | 'stop',
): Level | undefined {
  if (from === 'nothing') return { kind: 'abs', value };
  const ahead = use === 'stop' && from === 'entry' ? value.neg() : value;
  const problem =
    use === 'stop'
      ? 'a stop loss on the winning side is not supported'
      : 'a take profit on the losing side is not supported';
  if (ahead.lte(zero)) return refuse(fields, 'level_not_supported', problem);
  return { kind: isPercent ? 'pct' : 'amount', value: ahead, from };
}

/** The price of an order that waits: towards the better side of the market, and above the entry, or below it where negative. */
export function orderPriceAt({ from, isPercent, value }: Distance): { price: Decimal } | { priceOffset: PriceOffset } {
  if (from === 'nothing') return { price: value };
  return {
    priceOffset: { kind: isPercent ? 'pct' : 'amount', value, from, towards: from === 'entry' ? 'up' : 'better' },
  };
}
