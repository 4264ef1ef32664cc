import { zero } from '../../money/decimal.ts';
import type { Level, PriceOffset, Signal } from '../../signals/signal.ts';
import { readDigits, takeText } from '../field-values.ts';
import { type Aliases, type Fields, quote, refuse } from '../fields.ts';

/** A price, or how far it lies from the market. */
export type Price = Pick<Signal, 'price' | 'priceOffset'>;

/** https://oss.octobot.online/guides/octobot-trading-modes/order-price-syntax: `100d` and `10%` count upwards from the market. */
export function readPrice(fields: Fields, names: Aliases): Price | undefined {
  const text = takeText(fields, names);
  if (text === undefined) return undefined;
  const kind = text.endsWith('%') ? 'pct' : text.endsWith('d') ? 'amount' : undefined;
  const value = readDigits(kind === undefined ? text : text.slice(0, -1), fields.report);
  if (value === undefined || (kind === undefined && value.lte(zero)))
    return refuse(
      fields,
      'not_a_number',
      `${names.names[0]} is ${quote(text)}, and must be a price such as 50000, -400d or 10%`,
    );
  if (kind === undefined) return { price: value };
  const priceOffset: PriceOffset = { kind, value, from: 'market', towards: 'up' };
  return { priceOffset };
}

/** A distance says by its sign on which side it lies: turned over it would be another order. */
export function levelAt(fields: Fields, names: Aliases, where: 'above' | 'below'): Level | undefined {
  const at = readPrice(fields, names);
  if (at?.price !== undefined) return { kind: 'abs', value: at.price };
  if (at?.priceOffset === undefined) return undefined;
  const { kind, value } = at.priceOffset;
  if (where === 'above' ? value.gt(zero) : value.lt(zero)) return { kind, value: value.abs(), from: 'market' };
  const sign = where === 'above' ? 'above 0' : 'below 0';
  return refuse(
    fields,
    'level_not_supported',
    `${names.names[0]} is on the wrong side: as a distance it must be ${sign}`,
  );
}
