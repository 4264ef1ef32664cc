import { cursorOn } from './json-cursor.ts';
import { closersOf, readString } from './json-string.ts';
import type { Span } from './json-value.ts';
import { isSecretName } from './secret-names.ts';
import { type Word, wordAt } from './word-at.ts';

export const REDACTED = '[redacted]';

/** The value of a secret field in a text that is not JSON, or no longer; `values` are its possible readings. */
export type SecretSpan = Span & { values: string[] };

const SPACE = ' \t\n\r';
const QUOTES = '"\'\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u2033\uFF02';
/** A quotation mark as HTML or an address writes it, for messages that were escaped once too often. */
const ESCAPED_QUOTES = ['&quot;', '&#34;', '&#39;', '&apos;', '%22', '%27'];
const BEFORE_SEPARATOR = `${SPACE}${QUOTES}\\`;
/** What ends a value that nothing encloses. */
const BARE = ' \t\n,;|&}])';
const BEFORE_VALUE = `${SPACE}=>`;

/**
 * Finds `secret=…`, `"token": "…"` and their kin by their names alone, trusting nothing around them, and rather takes too much
 * than too little: a value that does not end clearly goes on to the end of the text.
 */
export function findSecretSpans(text: string): SecretSpan[] {
  if (!/[:=]|%3[ad]/i.test(text)) return [];
  const spans: SecretSpan[] = [];
  const isJsonLike = /^\s*[{[]/.test(text);
  // In JSON that cannot be read nobody can say what kind of code it is.
  const isNamed = (name: string) =>
    isSecretName(name) || isSecretName(name.replace(/^2[27]/, '')) || (isJsonLike && name.toLowerCase() === 'code');
  let before: Word = { name: '', end: 0 };
  let at = 0;
  while (at < text.length) {
    const word = wordAt(text, at);
    const isNear = isNextTo(text, before, at);
    const found = word.name === '' && !isNear ? undefined : valueStart(text, word.end);
    const isSecret = found !== undefined && (isNamed(word.name) || (isNear && isSecretName(before.name + word.name)));
    const start = isSecret ? found : undefined;
    if (word.name !== '') before = word;
    at = Math.max(word.end, at + 1);
    if (start === undefined) continue;
    const span = valueAt(text, start, { isJsonLike, isInList: isAfterComma(text, before.end - before.name.length) });
    if (span !== undefined) spans.push(span);
    at = Math.max(span?.end ?? start + 1, at);
  }
  return spans;
}

/** `isInList`: behind a comma, where a value may have spaces in it, as in `qty=1,secret=Three Plain Words`. */
type Surroundings = { isJsonLike: boolean; isInList: boolean };

function isAfterComma(text: string, nameAt: number): boolean {
  let at = nameAt - 1;
  while (at >= 0 && SPACE.includes(text.charAt(at))) at -= 1;
  return at >= 0 && ',;'.includes(text.charAt(at));
}

/** `Pass Phrase` is one name. */
function isNextTo(text: string, before: Word, at: number): boolean {
  return at === before.end + 1 && ' .'.includes(text.charAt(before.end));
}

/** Where the value begins, when a separator follows the name. */
function valueStart(text: string, end: number): number | undefined {
  const at = skipEscaped(text, skip(text, end, BEFORE_SEPARATOR));
  const separator = ':='.includes(text.charAt(at)) ? 1 : /^%3[ad]/i.test(text.slice(at, at + 3)) ? 3 : 0;
  if (at >= text.length || separator === 0) return undefined;
  let start = skip(text, at + separator, BEFORE_VALUE);
  while (text.startsWith('%20', start)) start += 3;
  return start < text.length ? start : undefined;
}

/** Past one quotation mark that is escaped, and the space behind it. */
function skipEscaped(text: string, at: number): number {
  const quote = ESCAPED_QUOTES.find((one) => text.startsWith(one, at));
  return quote === undefined ? at : skip(text, at + quote.length, SPACE);
}

function skip(text: string, from: number, chars: string): number {
  let at = from;
  while (at < text.length && chars.includes(text.charAt(at))) at += 1;
  return at;
}

function valueAt(text: string, start: number, { isJsonLike, isInList }: Surroundings): SecretSpan | undefined {
  const quoteAt = skip(text, start, '\\');
  const quote = text.charAt(quoteAt);
  if (text.startsWith(REDACTED, start) || text.startsWith(REDACTED, quoteAt + 1)) return undefined;
  if (quote === "'") return quotedValue(text, quoteAt, "'");
  const escaped = ESCAPED_QUOTES.find((one) => text.startsWith(one, start));
  if (escaped !== undefined) return escapedValue(text, start + escaped.length, escaped);
  const closers = closersOf(quote);
  if (closers !== undefined) return quotedValue(text, quoteAt, closers);
  if ('{['.includes(quote)) return { start, end: text.length, values: partsOf(text.slice(start)) };
  const end = isJsonLike
    ? bareEnd(text, start, ',}]\n')
    : isInList
      ? wordsEnd(text, start)
      : bareEnd(text, start, BARE);
  return end === start ? undefined : { start, end, values: [text.slice(start, end).trimEnd()] };
}

/** To the next quotation mark of the same kind, or else to the end. */
function escapedValue(text: string, start: number, quote: string): SecretSpan | undefined {
  const closing = text.indexOf(quote, start);
  const end = closing < 0 ? text.length : closing;
  const value = text.slice(start, end);
  return value === '' || value === REDACTED ? undefined : { start, end, values: [value] };
}

function bareEnd(text: string, start: number, separators: string): number {
  let at = start;
  while (at < text.length && !separators.includes(text.charAt(at))) at += 1;
  return at;
}

/** Past words that are not the next field's name. */
function wordsEnd(text: string, start: number): number {
  let end = bareEnd(text, start, BARE);
  while (end > start && ' \t'.includes(text.charAt(end)) && end < text.length) {
    const next = bareEnd(text, skip(text, end, SPACE), BARE);
    if (/[=:]/.test(text.slice(end, next))) return end;
    end = next;
  }
  return end;
}

/** From one quote to the one that surely ends it; the first that might is another reading of the value. */
function quotedValue(text: string, quoteAt: number, closers: string): SecretSpan | undefined {
  const start = quoteAt + 1;
  const isEscaped = text.charAt(quoteAt - 1) === '\\';
  let first: number | undefined;
  let at = start;
  while (at < text.length) {
    if (closers.includes(text.charAt(at))) {
      first ??= at;
      if (endsField(text, at + 1)) break;
    }
    at += text.charAt(at) === '\\' && !isEscaped ? 2 : 1;
  }
  const end = Math.min(at, text.length) - (isEscaped && text.charAt(at - 1) === '\\' ? 1 : 0);
  if (end <= start) return undefined;
  return { start, end, values: readings(text.slice(start, first ?? end), text.slice(start, end)) };
}

function endsField(text: string, after: number): boolean {
  const at = skip(text, after, SPACE);
  return at >= text.length || ',;|&}])\\'.includes(text.charAt(at)) || text.slice(after, at).includes('\n');
}

function readings(first: string, whole: string): string[] {
  const decoded = readString(cursorOn(`"${first.replace(/\\+$/, '')}"`));
  return [...new Set([decoded ?? first, first, whole])].filter((value) => value !== '');
}

function partsOf(nested: string): string[] {
  return nested.split(/["'\u201C\u201D{}[\],:\s]+/).filter((part) => part !== '');
}
