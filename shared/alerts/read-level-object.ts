import { type Decimal, one, zero } from '../money/decimal.ts';
import type { Level } from '../signals/signal.ts';
import { takeDecimal, takePositive, takeText } from './field-values.ts';
import {
  type Aliases,
  aliases,
  contradict,
  type Fields,
  fieldsOf,
  isAbsent,
  quote,
  refuse,
  refuseField,
} from './fields.ts';
import type { JsonObject, JsonValue } from './json-value.ts';

/** What the object of a take profit may be. */
export const KINDS: readonly (readonly [Level['kind'], Aliases])[] = [
  ['abs', aliases('limitPrice', 'stopPrice', 'price')],
  ['pct', aliases('percent', 'pct', 'pricePercent')],
  ['amount', aliases('amount')],
];
const TRAILS: readonly (readonly [Level['kind'], Aliases])[] = [
  ['pct', aliases('trailPercent')],
  ['amount', aliases('trailAmount', 'trailPrice')],
];
/** What the object of a stop loss may be; its limit is none of them. */
export const STOPS: readonly (readonly [Level['kind'], Aliases])[] = [
  ['abs', aliases('stopPrice', 'price')],
  ...KINDS.slice(1),
];
const STOP_TYPE = aliases('type');
const SHARE = aliases('share');
/** Which of them an object is; another word would be passed over. */
const TYPES: readonly string[] = ['stop', 'limit', 'market', 'stopmarket', 'takeprofit', 'trailingstop'];

export type Kinds = readonly (readonly [Level['kind'], Aliases])[];

/** A level from an object with one of price, percent and amount; whatever else stands in it is refused. */
export function readLevelObject(
  fields: Fields,
  field: { path: string; value: JsonObject },
  kinds: Kinds,
): Level | undefined {
  const inner = fieldsOf(field.value, fields.report);
  const isTrailing = readType(inner, field.path) === 'trailingstop';
  const level = onlyLevel(inner, field.path, isTrailing ? [...TRAILS, ...kinds] : kinds);
  const share = kinds === STOPS ? undefined : readShare(inner, field.path);
  if (level !== undefined) refuseRest(inner, field);
  for (const problem of inner.problems) fields.problems.push(problem);
  for (const used of inner.used) markUsed(fields, `${field.path}.${used.path}`, used.value);
  if (level === undefined) return refuseEmpty(fields, field);
  return positiveLevel(
    fields,
    { ...level, ...(isTrailing && { trailing: true }), ...(share && { share }) },
    field.path,
  );
}

function readType(inner: Fields, path: string): string {
  const text = takeText(inner, STOP_TYPE) ?? 'stop';
  const type = text.toLowerCase().replace(/[\s_-]/g, '');
  if (!TYPES.includes(type))
    refuse(
      inner,
      'order_type_not_supported',
      `the field "${path}.type" is ${quote(text)}, and must be stop or trailing_stop`,
    );
  return type;
}

function readShare(inner: Fields, path: string): Decimal | undefined {
  const share = takePositive(inner, SHARE);
  if (share === undefined || share.lte(one)) return share;
  return refuse(inner, 'shares_above_all', `the field "${path}.share" must be at most 1: 0.5 is half of the position`);
}

/** What an object says beside its level would be dropped. */
function refuseRest(inner: Fields, { path, value }: { path: string; value: JsonObject }): void {
  const used = new Set([...inner.used].map((field) => field.value));
  const rest = value.members.find((member) => !used.has(member.value) && !isAbsent(member.value));
  if (rest === undefined) return;
  refuseField(inner, `${path}.${rest.key}`);
}

/** `{}` and `{"percent": null}` say nothing; `{"percentage": 5}` says something that we would drop. */
function refuseEmpty(fields: Fields, field: { path: string; value: JsonObject }): undefined {
  if (field.value.members.every((member) => isAbsent(member.value) || member.key === 'type')) return undefined;
  if (fields.problems.length > 0) return undefined;
  return refuse(fields, 'level_unreadable', `the field "${field.path}" has no price, percent or amount that we know`);
}

function onlyLevel(inner: Fields, path: string, kinds: Kinds): Level | undefined {
  const [first, ...others] = kinds.flatMap(([kind, names]) => {
    const value = takeDecimal(inner, names);
    return value === undefined ? [] : [{ kind, value }];
  });
  if (others.length > 0)
    contradict(inner, `the field "${path}" says more than one of price, percent and amount: send one`);
  return first;
}

function markUsed(fields: Fields, path: string, value: JsonValue): void {
  for (const group of fields.index.values()) {
    for (const field of group) if (field.path === path && field.value === value) fields.used.add(field);
  }
}

/** A level of 0 is how some messages say that there is none. */
export function positiveLevel(fields: Fields, level: Level & { value: Decimal }, path: string): Level | undefined {
  if (level.value.gt(zero)) return level;
  if (level.value.eq(zero)) return undefined;
  return refuse(fields, 'not_positive', `the field "${path}" must be above 0`);
}
