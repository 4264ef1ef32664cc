import type { NotUnderstood, Repair } from './alert.ts';

/** A place in a text that only ever moves forward, which keeps reading linear in the length of the message. */
export type Cursor = {
  readonly text: string;
  at: number;
  nodes: number;
  /** Names of the fields that lead to this place. */
  readonly path: string[];
  readonly repairs: Set<Repair>;
  /** Set once; whoever sees a reader return nothing stops. */
  failure?: NotUnderstood;
};

export function cursorOn(text: string): Cursor {
  return { text, at: 0, nodes: 0, path: [], repairs: new Set() };
}

export function peek(cursor: Cursor): string {
  return cursor.text.charAt(cursor.at);
}

export function skipSpace(cursor: Cursor): void {
  while (cursor.at < cursor.text.length && ' \t\n\r'.includes(peek(cursor))) cursor.at += 1;
}

/** Steps over `char` if it comes next. */
export function accept(cursor: Cursor, char: string): boolean {
  if (peek(cursor) !== char) return false;
  cursor.at += 1;
  return true;
}

/** Says where reading stopped and what was expected there. Quotes one character at most: the text may hold a secret. */
export function failExpecting(cursor: Cursor, expected: string): undefined {
  return fail(cursor, 'json_invalid', `expected ${expected}, found ${foundAt(cursor)}`);
}

export function fail(cursor: Cursor, code: string, problem: string): undefined {
  if (cursor.failure !== undefined) return undefined;
  const before = cursor.text.slice(0, cursor.at);
  const line = before.split('\n').length;
  const column = cursor.at - before.lastIndexOf('\n');
  cursor.failure = { code, reason: `Cannot read the message as JSON: line ${line}, column ${column}: ${problem}` };
  return undefined;
}

function foundAt(cursor: Cursor): string {
  const code = cursor.text.codePointAt(cursor.at);
  if (code === undefined) return 'the end of the message';
  const isPlain = code > 0x20 && code < 0x7f;
  return isPlain ? `"${String.fromCodePoint(code)}"` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
