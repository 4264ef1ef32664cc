import type { Repair } from './alert.ts';

export type CleanText = { text: string; repairs: Repair[] };

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Makes a text that Postgres can hold and that has one kind of line end. Postgres refuses NUL in text and lone surrogates in
 * jsonb; the rest of the message is left as it was.
 */
export function cleanText(text: string): CleanText {
  const repairs: Repair[] = [];
  let clean = text;
  if (clean.startsWith(BYTE_ORDER_MARK)) {
    repairs.push('byte_order_mark');
    clean = clean.slice(BYTE_ORDER_MARK.length);
  }
  if (clean.includes('\r')) {
    repairs.push('line_endings');
    clean = clean.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  }
  if (clean.includes('\0')) {
    repairs.push('control_character');
    clean = clean.replaceAll('\0', '');
  }
  if (!clean.isWellFormed()) {
    repairs.push('invalid_utf8');
    clean = clean.toWellFormed();
  }
  return { text: clean, repairs };
}
