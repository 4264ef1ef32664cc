import Big from 'big.js';

Big.strict = true;
Big.DP = 24;
Big.RM = Big.roundHalfEven;
// Printed and serialised in full: no exponent within the digits that parseDecimal accepts.
Big.NE = -64;
Big.PE = 64;

/** An exact decimal: the only form that prices, quantities and money take in code. Never a JavaScript number. */
export type Decimal = Big;

const PLAIN = /^[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,2})?$/;

/** @returns the decimal that `text` spells, or undefined when it is not a plain number of at most 40 digits a side. */
export function parseDecimal(text: string): Decimal | undefined {
  const trimmed = text.trim();
  if (!PLAIN.test(trimmed)) return undefined;
  return new Big(trimmed.startsWith('+') ? trimmed.slice(1) : trimmed);
}

/** Reads a decimal that is known to be one: a literal, a `numeric` column, a value checked before. @throws RangeError */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === undefined) throw new RangeError(`Cannot read decimal: "${text}" is not a plain number`);
  return value;
}

/** Prints without exponent and without trailing zeros, so that equal values print alike. */
export function print(value: Decimal): string {
  return value.eq(zero) ? '0' : value.toFixed();
}

export const zero: Decimal = new Big('0');
export const one: Decimal = new Big('1');
export const hundred: Decimal = new Big('100');

export function sum(values: Iterable<Decimal>): Decimal {
  let total = zero;
  for (const value of values) total = total.plus(value);
  return total;
}

export function min(a: Decimal, b: Decimal): Decimal {
  return a.lt(b) ? a : b;
}

export function max(a: Decimal, b: Decimal): Decimal {
  return a.gt(b) ? a : b;
}

/** Rounds towards zero to a multiple of `step`. A step of zero leaves the value as it is. */
export function floorToStep(value: Decimal, step: Decimal): Decimal {
  if (step.eq(zero)) return value;
  // The remainder is exact; a quotient would be rounded at the last digit, and so could come out one step too high.
  return value.minus(value.mod(step));
}

/** Rounds away from zero to a multiple of `step`. A step of zero leaves the value as it is. */
export function ceilToStep(value: Decimal, step: Decimal): Decimal {
  const floored = floorToStep(value, step);
  if (floored.eq(value)) return value;
  return value.gt(zero) ? floored.plus(step) : floored.minus(step);
}
