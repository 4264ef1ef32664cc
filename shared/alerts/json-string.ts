import { accept, type Cursor, failExpecting, peek } from './json-cursor.ts';

const STRAIGHT = '"';
const SMART_DOUBLE = '\u201C\u201D\u201E\u201F\u2033\uFF02';
const SMART_SINGLE = '\u2018\u2019\u201A\u201B';
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON forbids
const UNUSUAL = /[\\\u0000-\u001f\ud800-\udfff]/;
const HEX = /^[0-9a-fA-F]{4}$/;

/** The characters that end a string which `open` began, or undefined when `open` begins no string. */
export function closersOf(open: string): string | undefined {
  if (open === STRAIGHT) return STRAIGHT;
  if (open !== '' && SMART_DOUBLE.includes(open)) return SMART_DOUBLE + STRAIGHT;
  if (open !== '' && SMART_SINGLE.includes(open)) return SMART_SINGLE;
  return undefined;
}

/** Reads a string with its quotes, which an editor may have made smart. The result holds nothing that jsonb refuses. */
export function readString(cursor: Cursor): string | undefined {
  const plain = readPlain(cursor);
  if (plain !== undefined) return plain;
  const closers = closersOf(peek(cursor));
  if (closers === undefined) return failExpecting(cursor, 'a text in double quotes');
  if (!accept(cursor, STRAIGHT)) {
    cursor.repairs.add('smart_quotes');
    cursor.at += 1;
  }
  const parts: string[] = [];
  while (!closers.includes(peek(cursor)) || cursor.at >= cursor.text.length) {
    const part = readPart(cursor, closers);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  cursor.at += 1;
  return parts.join('').replaceAll('\0', '\uFFFD').toWellFormed();
}

/** Most strings have straight quotes and nothing in them that needs a closer look. */
function readPlain(cursor: Cursor): string | undefined {
  if (peek(cursor) !== STRAIGHT) return undefined;
  const end = cursor.text.indexOf(STRAIGHT, cursor.at + 1);
  const inside = end < 0 ? '\\' : cursor.text.slice(cursor.at + 1, end);
  if (UNUSUAL.test(inside)) return undefined;
  cursor.at = end + 1;
  return inside;
}

/** One escape, or everything up to the next escape or closing quote. */
function readPart(cursor: Cursor, closers: string): string | undefined {
  if (cursor.at >= cursor.text.length) return failExpecting(cursor, 'a closing quote');
  if (peek(cursor) === '\\') return readEscape(cursor);
  const { text, at: start } = cursor;
  let at = start;
  for (let char = text.charAt(at); char !== '' && char !== '\\' && !closers.includes(char); char = text.charAt(at)) {
    if (char < ' ') noteControl(cursor, char);
    at += 1;
  }
  cursor.at = at;
  return text.slice(start, at);
}

/** JSON forbids a bare line break or tab inside a text, yet Pine scripts send them. */
function noteControl(cursor: Cursor, char: string): void {
  cursor.repairs.add(char === '\n' ? 'line_endings' : 'control_character');
}

function readEscape(cursor: Cursor): string | undefined {
  const kind = cursor.text.charAt(cursor.at + 1);
  if (kind === 'u') {
    const hex = cursor.text.slice(cursor.at + 2, cursor.at + 6);
    if (!HEX.test(hex)) return failExpecting(cursor, 'four hexadecimal digits after \\u');
    cursor.at += 6;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }
  const char = ESCAPES[kind];
  if (char === undefined) return failExpecting(cursor, 'an escape that JSON knows');
  cursor.at += 2;
  return char;
}
