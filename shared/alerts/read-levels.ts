import { one, sum } from '../money/decimal.ts';
import type { Level } from '../signals/signal.ts';
import { decimalOf, refuseNumber, takeDecimal } from './field-values.ts';
import { type Aliases, type Field, type Fields, findField, isAbsent, refuse } from './fields.ts';
import { isScalar } from './json-value.ts';
import { KINDS, type Kinds, positiveLevel, readLevelObject, STOPS } from './read-level-object.ts';

const MOST_LEVELS = 20;

/**
 * Reads a take profit: a price, `2%`, an object such as `{"percent": 10}`, or a list of these. `"share": 0.5` in an object is half
 * of the position.
 */
export function readTakeProfits(fields: Fields, wanted: Aliases): Level[] {
  const field = findField(fields, wanted);
  if (field === undefined) return [];
  const { value } = field;
  const items = value.kind === 'array' ? value.items.filter((item) => !isAbsent(item)) : [value];
  if (items.length > MOST_LEVELS) return refuseMany(fields, field);
  const levels = items.flatMap((item) => readLevel(fields, { ...field, value: item }, KINDS) ?? []);
  checkShares(fields, levels);
  return levels;
}

export function checkShares(fields: Fields, levels: readonly Level[]): void {
  const shares = levels.flatMap(({ share }) => share ?? []);
  if (sum(shares).gt(one)) refuse(fields, 'shares_above_all', 'the take profits cover more than all of the position');
}

/** Reads a stop loss: like a take profit, or an object that trails. One that cannot be read is never silently dropped. */
export function readStopLoss(fields: Fields, wanted: Aliases): Level | undefined {
  const field = findField(fields, wanted);
  return field && readLevel(fields, field, STOPS);
}

/** Reads a level from a field whose name says that it is a percentage. */
export function readPercentLevel(fields: Fields, wanted: Aliases): Level | undefined {
  const value = takeDecimal(fields, wanted);
  return value && positiveLevel(fields, { kind: 'pct', value }, wanted.names[0] ?? '');
}

function refuseMany(fields: Fields, field: Field): Level[] {
  refuse(fields, 'too_many_levels', `the field "${field.path}" has more than ${MOST_LEVELS} levels`);
  return [];
}

function readLevel(fields: Fields, field: Field, kinds: Kinds): Level | undefined {
  if (field.value.kind === 'object') return readLevelObject(fields, { path: field.path, value: field.value }, kinds);
  if (field.value.kind === 'boolean' && field.value.text === 'false') return undefined;
  if (!isScalar(field.value)) return refuseNumber(fields, field, 'a price, a percentage or an object');
  const text = field.value.text.trim();
  const isPercent = text.endsWith('%');
  const value = decimalOf(
    fields,
    isPercent ? { ...field.value, kind: 'number', text: text.slice(0, -1) } : field.value,
  );
  if (value === undefined) return refuseNumber(fields, field, 'a price or a percentage');
  return positiveLevel(fields, { kind: isPercent ? 'pct' : 'abs', value }, field.path);
}
