import type { NotUnderstood, Repair } from './alert.ts';
import { accept, type Cursor, cursorOn, fail, failExpecting, peek, skipSpace } from './json-cursor.ts';
import { closersOf, readString } from './json-string.ts';
import type { JsonArray, JsonMember, JsonObject, JsonScalar, JsonValue } from './json-value.ts';
import { placeholderAt } from './placeholder.ts';
import { isSecretName } from './secret-names.ts';

export const MAX_DEPTH = 16;
export const MAX_NODES = 2048;

const A_VALUE = 'a value: a text in double quotes, a number, true, false, null, an object or a list';
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NOT_A_NUMBER = ['nan', 'na', 'infinity'];

/** With both a value and a failure, the message can be taken apart but not trusted: a field stands in it twice. */
export type ParsedJson =
  | { value: JsonValue; failure?: NotUnderstood; repairs: Repair[] }
  | { value?: undefined; failure: NotUnderstood; repairs: Repair[] };

/** Reads JSON, mending what alert messages get wrong most often; it never throws and reads each character once. */
export function parseJson(text: string): ParsedJson {
  const cursor = cursorOn(text);
  const value = readValue(cursor, 0);
  skipSpace(cursor);
  const repairs = [...cursor.repairs];
  if (value === undefined) return { failure: cursor.failure ?? UNREADABLE, repairs };
  if (cursor.at < text.length) {
    failExpecting(cursor, 'nothing after the end of the message');
    return { failure: cursor.failure ?? UNREADABLE, repairs };
  }
  return { value, repairs, ...(cursor.failure && { failure: cursor.failure }) };
}

const UNREADABLE: NotUnderstood = { code: 'json_invalid', reason: 'Cannot read the message as JSON' };

function readValue(cursor: Cursor, depth: number): JsonValue | undefined {
  skipSpace(cursor);
  if (depth > MAX_DEPTH) return fail(cursor, 'too_deep', `more than ${MAX_DEPTH} levels of nesting`);
  cursor.nodes += 1;
  if (cursor.nodes > MAX_NODES) return fail(cursor, 'too_many_values', `more than ${MAX_NODES} values`);
  if (cursor.text.startsWith('{{', cursor.at)) return failOnPlaceholder(cursor);
  const char = peek(cursor);
  if (char === '{') return readObject(cursor, depth);
  if (char === '[') return readArray(cursor, depth);
  if (closersOf(char) !== undefined) return readQuoted(cursor);
  return readBare(cursor);
}

function readObject(cursor: Cursor, depth: number): JsonObject | undefined {
  const start = cursor.at;
  const members: JsonMember[] = [];
  const keys = new Set<string>();
  cursor.at += 1;
  while (!endsAfter(cursor, '}', members.length)) {
    const member = readMember(cursor, keys, depth);
    if (member === undefined) return undefined;
    members.push(member);
    if (!atSeparator(cursor, '}')) return failExpecting(cursor, 'a comma or "}"');
  }
  return { kind: 'object', members, start, end: cursor.at };
}

function readArray(cursor: Cursor, depth: number): JsonArray | undefined {
  const start = cursor.at;
  const items: JsonValue[] = [];
  cursor.at += 1;
  while (!endsAfter(cursor, ']', items.length)) {
    const item = readValue(cursor, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    if (!atSeparator(cursor, ']')) return failExpecting(cursor, 'a comma or "]"');
  }
  return { kind: 'array', items, start, end: cursor.at };
}

/** Steps over the bracket that ends a collection, also when a comma is left over before it. */
function endsAfter(cursor: Cursor, bracket: string, count: number): boolean {
  skipSpace(cursor);
  const afterComma = count > 0 && accept(cursor, ',');
  if (afterComma) skipSpace(cursor);
  if (!accept(cursor, bracket)) return false;
  if (afterComma) cursor.repairs.add('trailing_comma');
  return true;
}

function atSeparator(cursor: Cursor, bracket: string): boolean {
  skipSpace(cursor);
  return peek(cursor) === ',' || peek(cursor) === bracket;
}

function readMember(cursor: Cursor, keys: Set<string>, depth: number): JsonMember | undefined {
  const start = cursor.at;
  const key = readString(cursor);
  if (key === undefined) return undefined;
  const keySpan = { start, end: cursor.at };
  if (keys.has(key)) fail(cursor, 'duplicate_key', `the field "${key.slice(0, 60)}" stands twice`);
  keys.add(key);
  skipSpace(cursor);
  if (!accept(cursor, ':')) return failExpecting(cursor, 'a colon after the name of the field');
  cursor.path.push(key);
  const value = readValue(cursor, depth + 1);
  cursor.path.pop();
  return value && { key, keySpan, value };
}

function readQuoted(cursor: Cursor): JsonScalar | undefined {
  const start = cursor.at;
  const text = readString(cursor);
  return text === undefined ? undefined : { kind: 'string', text, start, end: cursor.at };
}

/** A number or a word. */
function readBare(cursor: Cursor): JsonScalar | undefined {
  const start = cursor.at;
  let end = start;
  while (end < cursor.text.length && /[\w.+-]/.test(cursor.text.charAt(end))) end += 1;
  const text = cursor.text.slice(start, end);
  const kind = kindOf(text);
  if (kind === undefined) return failExpecting(cursor, A_VALUE);
  if (kind === 'absent' && text !== 'null') cursor.repairs.add('not_a_number');
  cursor.at = end;
  return { kind, text, start, end };
}

function kindOf(text: string): JsonScalar['kind'] | undefined {
  if (text === 'true' || text === 'false') return 'boolean';
  if (text === 'null' || NOT_A_NUMBER.includes(text.toLowerCase().replace(/^[+-]/, ''))) return 'absent';
  return NUMBER.test(text) ? 'number' : undefined;
}

/** `{{` never begins a value in JSON: it is a placeholder without quotes that was not filled in. */
function failOnPlaceholder(cursor: Cursor): undefined {
  const isSecret = cursor.path.some(isSecretName);
  const placeholder = isSecret ? 'a placeholder' : placeholderAt(cursor.text, cursor.at);
  const field = cursor.path.join('.').slice(0, 100);
  return fail(cursor, 'placeholder_not_resolved', `the field "${field}" still holds ${placeholder}`);
}
