import { type Decimal, parseDecimal, zero } from '../money/decimal.ts';
import type { Size } from '../signals/signal.ts';
import { decimalOf } from './field-values.ts';
import { type Aliases, aliases, type Field, type Fields, findScalar, hasField, quote, refuse } from './fields.ts';
import { takeText } from './field-values.ts';

type ValuedSize = Extract<Size, { value: Decimal }>['type'];

/** The names under which a message may state how much, kept apart from what the number is measured in. */
export type SizeNames = { quantity: Aliases; quoteQuantity?: Aliases; unit: Aliases };

const UNITS: ReadonlyMap<string, ValuedSize | 'pct'> = new Map([
  ['fixed_quantity', 'base'],
  ['fixed', 'base'],
  ['base', 'base'],
  ['contracts', 'contracts'],
  ['dollar_amount', 'quote'],
  ['quote', 'quote'],
  ['risk_dollar_amount', 'risk_quote'],
  ['risk_quote', 'risk_quote'],
  ['risk_percent', 'risk_pct'],
  ['risk_pct', 'risk_pct'],
  ['percent_of_equity', 'pct_equity'],
  ['pct_equity', 'pct_equity'],
  ['percent_of_available', 'pct_available'],
  ['pct_available', 'pct_available'],
  ['percent_of_position', 'pct_position'],
  ['pct_position', 'pct_position'],
  ['percent', 'pct'],
  ['percentage', 'pct'],
]);
const BAR = aliases('open', 'high', 'low', 'bar.volume');
const VOLUME = aliases('volume');

/**
 * Reads how much. `50%` is of the position when the message closes something, of equity otherwise; percentages run from 0 to
 * 100 here, whatever another service makes of `0.5`.
 */
export function readSize(fields: Fields, names: SizeNames, isExit: boolean): Size {
  const quantity = findQuantity(fields, names);
  const unit = readUnit(fields, names.unit);
  if (quantity === undefined) return { type: 'strategy_default' };
  const read = numberIn(fields, quantity.field);
  if (read === undefined) return { type: 'strategy_default' };
  const type = read.isPercent ? 'pct' : (unit ?? (quantity.isQuote ? 'quote' : 'base'));
  const percent = isExit ? 'pct_position' : 'pct_equity';
  return { type: type === 'pct' ? percent : type, value: read.value };
}

type Quantity = { field: ScalarField; isQuote: boolean };
type ScalarField = NonNullable<ReturnType<typeof findScalar>>;

function findQuantity(fields: Fields, names: SizeNames): Quantity | undefined {
  const field = findScalar(fields, names.quantity) ?? findVolume(fields);
  if (field !== undefined) return { field, isQuote: false };
  const quote = names.quoteQuantity && findScalar(fields, names.quoteQuantity);
  return quote && { field: quote, isQuote: true };
}
