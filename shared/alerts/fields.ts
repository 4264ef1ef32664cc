import { parseDecimal, print } from '../money/decimal.ts';
import type { NotUnderstood, Repair } from './alert.ts';
import { isScalar, type JsonMember, type JsonObject, type JsonScalar, type JsonValue } from './json-value.ts';

/** A field of a message by the path to it, e.g. `strategy.order_action`. */
export type Field = { path: string; value: JsonValue };
export type ScalarField = { path: string; value: JsonScalar };

/** The fields of one JSON object, and what reading them came to. Problems are gathered, so that a reader can go on. */
export type Fields = {
  readonly index: ReadonlyMap<string, readonly Field[]>;
  readonly used: Set<Field>;
  readonly problems: NotUnderstood[];
  readonly report: (repair: Repair) => void;
};

/** The names that one field goes by, best first. Case, `_`, `-` and spaces do not count: `limit_price` is `limitPrice`. */
export type Aliases = { readonly names: readonly string[]; readonly keys: readonly string[] };

const LONGEST_NAME = 64;
const DEEPEST = 4;
const ABSENT: readonly string[] = ['', 'nan', 'na', 'null', 'infinity', '-infinity'];

export function aliases(...names: string[]): Aliases {
  return { names, keys: names.map(plainName) };
}

function plainName(name: string): string {
  return plain(name.slice(0, LONGEST_NAME));
}

function plain(path: string): string {
  return path.toLowerCase().replace(/[_\s-]/g, '');
}

/** Opens the fields of an object, nested ones included: `{"strategy": {"id": 1}}` has `strategy.id`. */
export function fieldsOf(object: JsonObject, report: (repair: Repair) => void): Fields {
  const index = new Map<string, Field[]>();
  addMembers(index, object.members, { prefix: '', depth: 0 });
  return { index, used: new Set(), problems: [], report };
}

type Place = { prefix: string; depth: number };

function addMembers(index: Map<string, Field[]>, members: readonly JsonMember[], place: Place): void {
  for (const { key, value } of members) {
    const path = place.prefix + key.slice(0, LONGEST_NAME);
    const name = plain(path);
    const known = index.get(name);
    if (known === undefined) index.set(name, [{ path, value }]);
    else known.push({ path, value });
    if (value.kind !== 'object' || place.depth >= DEEPEST) continue;
    addMembers(index, value.members, { prefix: `${path}.`, depth: place.depth + 1 });
  }
}

export function isAbsent(value: JsonValue): boolean {
  if (!isScalar(value)) return false;
  return value.kind === 'absent' || ABSENT.includes(value.text.trim().toLowerCase());
}

/** The field that says it, under whichever name. Two that say it and differ are a problem. */
export function findField(fields: Fields, wanted: Aliases): Field | undefined {
  checkNames(fields, wanted);
  return find(fields, wanted, (field): field is Field => !isAbsent(field.value));
}

/** Refuses a message that says one thing under two names, and not the same. */
export function checkNames(fields: Fields, wanted: Aliases): void {
  const groups = wanted.keys.map((key) => (fields.index.get(key) ?? []).filter(({ value }) => !isAbsent(value)));
  const [first, ...others] = groups.flatMap(([found]) => found ?? []);
  for (const other of others) {
    if (first === undefined || other.path === first.path) continue;
    fields.used.add(other);
    if (isSame(first.value, other.value)) continue;
    contradict(fields, `the fields "${first.path}" and "${other.path}" mean the same and differ`);
  }
}

/** The first of the names that says it, best first; passes over objects and lists. The same name, spelled in two ways, is a problem. */
export function findScalar(fields: Fields, wanted: Aliases): ScalarField | undefined {
  return find(fields, wanted, isPresentScalar);
}

function find<T extends Field>(fields: Fields, wanted: Aliases, fits: (field: Field) => field is T): T | undefined {
  for (const key of wanted.keys) {
    const [first, second, ...others] = (fields.index.get(key) ?? []).filter(fits);
    if (first === undefined) continue;
    if (second !== undefined && !isSame(first.value, second.value)) {
      refuse(fields, 'duplicate_key', `the fields "${first.path}" and "${second.path}" mean the same and differ`);
    }
    for (const field of [first, second, ...others]) if (field !== undefined) fields.used.add(field);
    return first;
  }
  return undefined;
}

/** Gives a field back, so that it ends among the extras. */
export function release(fields: Fields, field: Field): void {
  fields.used.delete(field);
}

function isPresentScalar(field: Field): field is ScalarField {
  return isScalar(field.value) && !isAbsent(field.value);
}

export function hasField(fields: Fields, wanted: Aliases): boolean {
  return wanted.keys.some((key) => (fields.index.get(key) ?? []).some((field) => !isAbsent(field.value)));
}

export function refuse(fields: Fields, code: string, problem: string): undefined {
  fields.problems.push({ code, reason: `Cannot read the alert: ${problem}` });
  return undefined;
}

export function contradict(fields: Fields, problem: string): undefined {
  return refuse(fields, 'contradictory_fields', problem);
}

export function refuseField(fields: Fields, path: string): undefined {
  return refuse(fields, 'field_not_supported', `the field ${quote(path)} is not supported, and cannot be passed over`);
}

/** Quotes a value in a reason, cut to a length that people read. */
export function quote(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text}"`;
}

/** `1.0` is `1`, and `True` is `true`. */
function isSame(a: JsonValue, b: JsonValue): boolean {
  return meaningOf(a) === meaningOf(b);
}

function meaningOf(value: JsonValue): string {
  if (value.kind === 'array') return `[${value.items.map(meaningOf).join()}]`;
  if (value.kind === 'object')
    return `{${value.members.map((member) => `${plain(member.key)}:${meaningOf(member.value)}`).join()}}`;
  const number = parseDecimal(value.text);
  return number === undefined ? JSON.stringify(value.text.trim().toLowerCase()) : print(number);
}
