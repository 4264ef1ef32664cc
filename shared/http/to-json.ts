import Big from 'big.js';
import { type Decimal, print } from '../money/decimal.ts';

/** How a value looks once it is JSON: decimals and instants are text. */
export type Json<Value> = Value extends Decimal | Date
  ? string
  : Value extends readonly (infer Item)[]
    ? Json<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: Json<Value[Key]> }
      : Value;

/** Decimals are printed plainly, never with an exponent, which is what their own `toJSON` might do. */
export function toJson<Value>(value: Value): Json<Value> {
  return printed(convert(value));
}

function convert(value: unknown): unknown {
  if (value instanceof Big) return print(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, convert(entry)]));
}

/** Holds because `convert` turns each kind of value into what `Json` says of it. */
function printed<Value>(value: unknown): Json<Value> {
  return value as Json<Value>;
}
