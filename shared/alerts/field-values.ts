import { type Decimal, parseDecimal, print, zero } from '../money/decimal.ts';
import type { Repair } from './alert.ts';
import { type Aliases, type Field, type Fields, findField, findScalar, quote, refuse, release } from './fields.ts';
import { isScalar, type JsonScalar, type JsonValue } from './json-value.ts';
import { readInstant } from './read-instant.ts';

const LONGEST_TEXT = 200;
const LONGEST_NUMBER = 90;
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const NOT_A_NUMBER: readonly string[] = ['nan', 'na', 'infinity', '-infinity'];
const YES: readonly string[] = ['true', '1', 'yes', 'on'];
const NO: readonly string[] = ['false', '0', 'no', 'off'];

/** The words of a field, cut to 200 characters; objects and lists have none. */
export function takeText(fields: Fields, wanted: Aliases): string | undefined {
  const field = findScalar(fields, wanted);
  const text = field?.value.text.trim().slice(0, LONGEST_TEXT).toWellFormed();
  return text === '' ? undefined : text;
}

/** What stands for a secret that also says which strategy or account is meant. */
export function takeHint(fields: Fields, wanted: Aliases): string | undefined {
  return findScalar(fields, wanted)?.value.hint;
}

/** A word that has to be one of a table; another one is a problem, and the reason lists the table. */
export function takeWord<T>(fields: Fields, wanted: Aliases, words: ReadonlyMap<string, T>): T | undefined {
  const field = findScalar(fields, wanted);
  if (field === undefined) return undefined;
  const known = words.get(field.value.text.trim().toLowerCase());
  const list = [...words.keys()].join(', ');
  const problem = `the field "${field.path}" is ${quote(field.value.text)}, and must be one of ${list}`;
  return known ?? refuse(fields, `${(wanted.names[0] ?? 'word').toLowerCase().replace(/\W/g, '_')}_unknown`, problem);
}

/** A number that matters: a field that holds something else is a problem, not an absence. */
export function takeDecimal(fields: Fields, wanted: Aliases): Decimal | undefined {
  noteNotANumber(fields, wanted);
  const field = findField(fields, wanted);
  if (field === undefined) return undefined;
  const number = isScalar(field.value) ? decimalOf(fields, field.value) : undefined;
  return number ?? refuseNumber(fields, field, 'a number');
}

export function takePositive(fields: Fields, wanted: Aliases): Decimal | undefined {
  const number = takeDecimal(fields, wanted);
  if (number === undefined || number.gt(zero)) return number;
  return refuse(fields, 'not_positive', `the field "${wanted.names[0]}" must be above 0, and is "${print(number)}"`);
}

/** A number that only informs: a field that holds something else is left for the extras. */
export function takeOptionalDecimal(fields: Fields, wanted: Aliases): Decimal | undefined {
  noteNotANumber(fields, wanted);
  return takeOptional(fields, wanted, (value) => decimalOf(fields, value));
}

/** An instant as ISO UTC; one that cannot be read is left for the extras. */
export function takeInstant(fields: Fields, wanted: Aliases): string | undefined {
  return takeOptional(fields, wanted, (value) => readInstant(value.text.trim()));
}

export function takeFlag(fields: Fields, wanted: Aliases): boolean {
  const field = findField(fields, wanted);
  if (field === undefined) return false;
  const word = isScalar(field.value) ? field.value.text.trim().toLowerCase() : '';
  if (YES.includes(word)) return true;
  if (!NO.includes(word)) refuse(fields, 'not_a_flag', `the field "${field.path}" must be true or false`);
  return false;
}

/** Whole seconds up to a week. */
export function takeSeconds(fields: Fields, wanted: Aliases): number | undefined {
  const seconds = takeDecimal(fields, wanted);
  if (seconds === undefined) return undefined;
  const text = seconds.toFixed();
  if (/^\d{1,6}$/.test(text) && Number(text) <= 604_800) return Number(text);
  return refuse(fields, 'not_seconds', `the field "${wanted.names[0]}" must be whole seconds from 0 to 604800`);
}

/** Takes the field only when `read` makes something of it. */
export function takeOptional<T>(
  fields: Fields,
  wanted: Aliases,
  read: (value: JsonScalar) => T | undefined,
): T | undefined {
  const field = findScalar(fields, wanted);
  const result = field && read(field.value);
  if (field !== undefined && result === undefined) release(fields, field);
  return result;
}

/** Reads digits however they were written down, and reports what had to be mended. */
export function decimalOf(fields: Fields, value: JsonScalar): Decimal | undefined {
  if (value.kind !== 'number' && value.kind !== 'string') return undefined;
  const number = readDigits(value.text, fields.report);
  if (number !== undefined && value.kind === 'string') fields.report('quoted_number');
  return number;
}

/** Reads a number that may have thousands commas; `1,5` has none, and is not a number. */
export function readDigits(text: string, report: (repair: Repair) => void): Decimal | undefined {
  const digits = text.trim();
  if (digits.length > LONGEST_NUMBER) return undefined;
  const hasCommas = THOUSANDS.test(digits);
  const number = parseDecimal(hasCommas ? digits.replaceAll(',', '') : digits);
  if (number !== undefined && hasCommas) report('thousands_comma');
  return number;
}

export function refuseNumber(fields: Fields, field: Field, wanted: string): undefined {
  const found = isScalar(field.value) ? quote(field.value.text) : `a JSON ${field.value.kind}`;
  return refuse(fields, 'not_a_number', `the field "${field.path}" must be ${wanted}, and is ${found}`);
}

/** What a chart could not work out says that something was meant: a size that is missing must not become another. */
export function refuseNaN(fields: Fields, wanted: Aliases): undefined {
  const field = wanted.keys.flatMap((key) => fields.index.get(key) ?? []).find(({ value }) => isNaNText(value));
  const problem = `the field "${field?.path}" could not be worked out by the chart: it must be a number, or left out`;
  return field && refuse(fields, 'not_a_number', problem);
}

function noteNotANumber(fields: Fields, wanted: Aliases): void {
  const values = wanted.keys.flatMap((key) => fields.index.get(key) ?? []).map((field) => field.value);
  if (values.some(isQuotedNaN)) fields.report('not_a_number');
}

function isQuotedNaN(value: JsonValue): boolean {
  return value.kind === 'string' && isNaNText(value);
}

function isNaNText(value: JsonValue): boolean {
  return isScalar(value) && NOT_A_NUMBER.includes(value.text.trim().toLowerCase());
}
