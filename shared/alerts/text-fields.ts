import type { Repair } from './alert.ts';
import { readDigits } from './field-values.ts';
import { type Field, type Fields, fieldsOf, isAbsent, refuse, refuseField } from './fields.ts';
import type { JsonMember } from './json-value.ts';
import { REDACTED } from './secrets-in-text.ts';

/** More than any honest command has. */
const MOST_FIELDS = 64;
const NOWHERE = { start: 0, end: 0 };

/** One command of a text dialect, taken apart: its `key=value` fields, and its words in order. */
export type TextCommand = { fields: Fields; words: string[] };

/** Reads parts such as `b=long` as fields, so that text and JSON are read by the same functions; other parts are words. */
export function textCommand(parts: readonly string[], report: (repair: Repair) => void): TextCommand {
  const members: JsonMember[] = [];
  const words: string[] = [];
  for (const part of parts) {
    if (members.length > MOST_FIELDS) break;
    const at = part.indexOf('=');
    if (at > 0) members.push(memberOf(part.slice(0, at).trim(), unquoted(part.slice(at + 1).trim())));
    else if (part.trim() !== '') words.push(part.trim());
  }
  const fields = fieldsOf({ kind: 'object', members: members.slice(0, MOST_FIELDS), ...NOWHERE }, report);
  if (members.length > MOST_FIELDS) refuse(fields, 'too_many_fields', `a command has more than ${MOST_FIELDS} fields`);
  return { fields, words };
}

function memberOf(key: string, text: string): JsonMember {
  const isNumber = readDigits(text, () => undefined) !== undefined;
  return { key, keySpan: NOWHERE, value: { kind: isNumber ? 'number' : 'string', text, ...NOWHERE } };
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

/** In a closed grammar a field that nobody has read changes what the command means. */
export function refuseUnread(fields: Fields): void {
  const unread = [...fields.index.values()].flat().find((field) => isUnread(fields, field));
  if (unread !== undefined) refuseField(fields, unread.path);
}

function isUnread(fields: Fields, field: Field): boolean {
  const isSecret = 'text' in field.value && field.value.text === REDACTED;
  return !fields.used.has(field) && !isAbsent(field.value) && !isSecret;
}
