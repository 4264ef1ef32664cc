import { type Decimal, zero } from '../money/decimal.ts';
import type { Size } from '../signals/signal.ts';
import { decimalOf, refuseNaN, refuseNumber, takeText } from './field-values.ts';
import {
  type Aliases,
  aliases,
  checkNames,
  contradict,
  type Fields,
  findField,
  findScalar,
  hasField,
  quote,
  refuse,
  type ScalarField,
} from './fields.ts';

type ValuedSize = Extract<Size, { value: Decimal }>['type'];

/** Where a message may state how much, and in which unit. */
export type SizeNames = {
  quantity: Aliases;
  quoteQuantity?: Aliases;
  unit?: Aliases;
  /** What the dialect calls its units; without one, a percentage is of `percentOf` and a plain number is `plain`. */
  units?: ReadonlyMap<string, Unit>;
  /** A plain number without a unit says nothing. */
  isUnitNeeded?: boolean;
  percentOf?: 'pct_equity' | 'pct_available';
  plain?: 'base' | 'quote' | 'contracts';
};

/** `exit`: a percentage is one of the position. `flat`: all of it goes, so that a size of 0, or one that is no number, does no harm. */
export type SizeUse = 'entry' | 'exit' | 'flat';

/** `pct` is of the position when the message closes something. */
export type Unit = ValuedSize | 'pct';

const UNITS: ReadonlyMap<string, Unit> = new Map([
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
const BAR = aliases('open', 'high', 'low', 'close');
const VOLUME = aliases('volume');
const NONE: Size = { type: 'strategy_default' };

/**
 * Reads how much. `50%` is of the position when the message closes something, of equity otherwise; percentages run from 0 to
 * 100 here, whatever another service makes of `0.5`.
 */
export function readSize(fields: Fields, names: SizeNames, use: SizeUse): Size {
  checkNames(fields, names.quantity);
  const unit = names.unit && readUnit(fields, names.unit, names.units ?? UNITS);
  const base = findScalar(fields, names.quantity) ?? findVolume(fields, names.quantity);
  const inQuote = names.quoteQuantity && findScalar(fields, names.quoteQuantity);
  const field = base ?? inQuote;
  if (field === undefined) return withoutNumber(fields, names, use);
  if (base !== undefined && inQuote !== undefined) return refuseBoth(fields, base, inQuote);
  const amount = readAmount(fields, field);
  if (amount === undefined) return NONE;
  if (amount.value.lte(zero)) return belowZero(fields, field, use, amount.value);
  if (names.isUnitNeeded && names.unit && !amount.isPercent && !hasField(fields, names.unit))
    return refuseUnitless(fields, field, names);
  if (amount.isPercent && unit !== undefined && !unit.startsWith('pct')) return refusePercent(fields, field);
  const type = unit ?? (amount.isPercent ? 'pct' : base === undefined ? 'quote' : (names.plain ?? 'base'));
  if (type !== 'pct') return { type, value: amount.value };
  return { type: use === 'exit' ? 'pct_position' : (names.percentOf ?? 'pct_equity'), value: amount.value };
}

/** An object where the quantity should be is not the absence of one, and neither is what a chart could not work out. */
function withoutNumber(fields: Fields, { quantity, quoteQuantity }: SizeNames, use: SizeUse): Size {
  const field = findField(fields, quantity);
  if (field !== undefined) refuseNumber(fields, field, 'a number or a percentage');
  else if (use !== 'flat') for (const names of [quantity, quoteQuantity ?? []].flat()) refuseNaN(fields, names);
  return NONE;
}

function refuseUnitless(fields: Fields, field: ScalarField, { unit, units = UNITS }: SizeNames): Size {
  const known = [...units.keys()].join(', ');
  refuse(fields, 'quantity_type_unknown', `the field "${field.path}" needs "${unit?.names[0]}": ${known}`);
  return NONE;
}

function refuseBoth(fields: Fields, one: ScalarField, other: ScalarField): Size {
  contradict(fields, `the fields "${one.path}" and "${other.path}" both say how much: send one`);
  return NONE;
}

function readUnit(fields: Fields, names: Aliases, units: ReadonlyMap<string, Unit>): Unit | undefined {
  const text = takeText(fields, names);
  if (text === undefined) return undefined;
  const unit = units.get(text.toLowerCase());
  const known = [...units.keys()].join(', ');
  return (
    unit ?? refuse(fields, 'quantity_type_unknown', `the quantity type is ${quote(text)}, and must be one of ${known}`)
  );
}

/** `volume` beside the prices of a bar is the volume of the bar, not an order. */
function findVolume(fields: Fields, names: Aliases): ScalarField | undefined {
  const isSize = names.keys.includes('contracts') && !hasField(fields, BAR);
  return isSize ? findScalar(fields, VOLUME) : undefined;
}

function readAmount(fields: Fields, field: ScalarField): { value: Decimal; isPercent: boolean } | undefined {
  const text = field.value.text.trim();
  const isPercent = field.value.kind === 'string' && text.endsWith('%');
  const value = decimalOf(
    fields,
    isPercent ? { ...field.value, kind: 'number', text: text.slice(0, -1) } : field.value,
  );
  return value === undefined ? refuseNumber(fields, field, 'a number or a percentage') : { value, isPercent };
}

function belowZero(fields: Fields, field: ScalarField, use: SizeUse, value: Decimal): Size {
  if (use === 'flat' && value.eq(zero)) return NONE;
  refuse(fields, 'not_positive', `the field "${field.path}" must be above 0, and is ${quote(field.value.text)}`);
  return NONE;
}

function refusePercent(fields: Fields, field: ScalarField): Size {
  contradict(fields, `the field "${field.path}" is a percentage, and the quantity type says otherwise`);
  return NONE;
}
