import { type Decimal, decimal, hundred, zero } from '../money/decimal.ts';
import type { Level } from '../signals/signal.ts';
import { takeDecimal, takeFlag, takePositive } from './field-values.ts';
import {
  type Aliases,
  aliases,
  contradict,
  type Fields,
  fieldsOf,
  findField,
  isAbsent,
  refuse,
  refuseField,
} from './fields.ts';
import { isScalar, type JsonObject, type JsonValue } from './json-value.ts';
import { checkShares } from './read-levels.ts';

/** What a dialect calls the parts of one level in a list of levels. */
export type LadderNames = {
  kinds: readonly (readonly [Level['kind'], Aliases])[];
  /** How much of the position the level covers. */
  share?: Aliases;
  /** Percentages and shares run from 0 to 1 instead of 100. */
  isFraction?: boolean;
  /** What may stand beside and counts for nothing. */
  beside?: Aliases;
};

const MOST_LEVELS = 20;
const TRAILING = aliases('trailing.percent', 'trailing_distance', 'trailing.deviation');
const IS_TRAILING = aliases('trailing.enabled');
const TRAILS = aliases('trailing');
const BESIDE = aliases('order_type', 'orderType', 'type', 'enabled', 'name', 'id');
const percent = decimal('0.01');

/** Reads a list of take profits, each with its share of the position. */
export function readLadder(fields: Fields, wanted: Aliases, names: LadderNames): Level[] {
  const value = findField(fields, wanted)?.value;
  const items = value?.kind === 'array' ? value.items.filter((item) => !isAbsent(item)) : [];
  const name = wanted.names[0];
  if (value !== undefined && value.kind !== 'array')
    refuse(fields, 'level_unreadable', `the field "${name}" must be a list`);
  if (items.length > MOST_LEVELS) {
    refuse(fields, 'too_many_levels', `the field "${name}" has more than ${MOST_LEVELS} levels`);
    return [];
  }
  const levels = items.flatMap((item) => readLadderLevel(fields, { name: name ?? '', item }, names) ?? []);
  checkShares(fields, levels);
  if (levels.some(({ trailing, distance }) => trailing && distance === undefined))
    refuse(fields, 'trailing_not_supported', `a level of the field "${name}" that trails has to say how far behind`);
  return levels;
}

type Item = { name: string; item: JsonValue };

/** Reads one level from an object, such as `{"priceDeviation": 0.01, "portfolio": 0.25}`. */
export function readLadderLevel(fields: Fields, { name, item }: Item, names: LadderNames): Level | undefined {
  if (item.kind !== 'object') return refuse(fields, 'level_unreadable', `the field "${name}" must hold objects`);
  const inner = fieldsOf(item, fields.report);
  const level = onlyLevel(inner, name, names);
  const share = names.share && takePositive(inner, names.share);
  const { distance, trails } = readTrailing(inner);
  if (level !== undefined) refuseRest(inner, name, item, names.beside);
  fields.problems.push(...inner.problems);
  markUsed(fields, inner);
  if (level === undefined) return refuseEmpty(inner, fields, name);
  if (level.value.lte(zero)) return refuse(fields, 'not_positive', `a level of the field "${name}" must be above 0`);
  if (trails && distance === undefined && level.kind === 'abs')
    return refuse(
      fields,
      'trailing_not_supported',
      `the field "${name}" is a price that also trails; send one of them`,
    );
  const part = share && (names.isFraction ? share : share.times(percent));
  return { ...level, ...(part && { share: part }), ...(trails && { trailing: true }), ...(distance && { distance }) };
}

/** What was read of the object is no extra of the message. */
function markUsed(fields: Fields, inner: Fields): void {
  const values = new Set([...inner.used].map(({ value }) => value));
  for (const field of [...fields.index.values()].flat()) if (values.has(field.value)) fields.used.add(field);
}

function refuseEmpty(inner: Fields, fields: Fields, name: string): undefined {
  const isEmpty = [...inner.index.values()].flat().every(({ value }) => isAbsent(value));
  if (isEmpty || inner.problems.length > 0) return undefined;
  return refuse(fields, 'level_unreadable', `a level of the field "${name}" has no price or percentage that we know`);
}

function onlyLevel(inner: Fields, name: string, { kinds, isFraction }: LadderNames): Level | undefined {
  const [first, ...others] = kinds.flatMap(([kind, wanted]) => {
    const value = takeDecimal(inner, wanted);
    return value === undefined ? [] : [{ kind, value: isFraction && kind === 'pct' ? value.times(hundred) : value }];
  });
  if (others.length > 0) contradict(inner, `a level of the field "${name}" is a percentage and a price: send one`);
  return first;
}

/** What a level says beside, and nobody has read, would be dropped. */
function refuseRest(inner: Fields, name: string, { members }: JsonObject, beside: Aliases = BESIDE): void {
  const used = [...inner.used].map(({ path }) => path.split('.', 1)[0]);
  const known = new Set([...BESIDE.names, ...beside.names, ...used]);
  const rest = members.find(({ key, value }) => !known.has(key) && !saysNothing(value));
  if (rest !== undefined) refuseField(inner, `${name}.${rest.key}`);
}

/** A part that is switched off. */
function saysNothing(value: JsonValue): boolean {
  if (value.kind === 'object')
    return value.members.some((member) => member.key === 'enabled' && saysNothing(member.value));
  return isAbsent(value) || (isScalar(value) && value.text.toLowerCase() === 'false');
}

/** Switched off, its distance counts for nothing. */
function readTrailing(inner: Fields): { trails: boolean; distance?: Decimal | undefined } {
  const distance = takePositive(inner, TRAILING);
  if (!inner.index.has('trailing.enabled'))
    return { trails: distance !== undefined || takeFlag(inner, TRAILS), distance };
  return takeFlag(inner, IS_TRAILING) ? { trails: true, distance } : { trails: false };
}
