import { type Decimal, decimal, parseDecimal } from '../../../../shared/money/decimal.ts';

const ROUND_DOWN = 0;
const PLACES = 8;
const SHOWN_PLACES = 20;

/** Both markets keep balances to eight decimals; what a product has beyond them is cut off, never rounded up. */
export const cut8 = (value: Decimal): Decimal => value.round(PLACES, ROUND_DOWN);

/** As Spot prints every amount: "0.00100000". */
export const fixed8 = (value: Decimal): string => value.toFixed(PLACES, ROUND_DOWN);

export const fixed = (value: Decimal, places: number): string => value.toFixed(places, ROUND_DOWN);

/** An average or a quotient, kept longer than it is printed, so that sums of it come out even. */
export const cut20 = (value: Decimal): Decimal => value.round(SHOWN_PLACES, ROUND_DOWN);

export const decimalOf = (value: string | Decimal): Decimal => (typeof value === 'string' ? decimal(value) : value);

/** How many digits stand behind the point of `text`, trailing zeros included: the exchange counts what was written. */
export function writtenPlaces(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** Whether `value` is a whole number of steps above zero; a step of zero switches the rule off. */
export function isMultiple(value: Decimal, step: Decimal): boolean {
  return step.eq('0') || value.mod(step).eq('0');
}

export function tryDecimal(text: string | undefined): Decimal | undefined {
  return text === undefined ? undefined : parseDecimal(text);
}
