const ESCAPED_CHAR = /^\\u([0-9a-fA-F]{4})/;

/** A name in a text, and where it ends. */
export type Word = { name: string; end: number };

/** Letters, digits, hyphens and underscores, also when they are written as `\uXXXX`. */
export function wordAt(text: string, start: number): Word {
  let end = start;
  while (isWordChar(text.charCodeAt(end))) end += 1;
  if (text.charAt(end) !== '\\') return { name: text.slice(start, end), end };
  return escapedWordAt(text, start);
}

/** A letter, a digit, a hyphen or an underscore; the code of no character is none. */
function isWordChar(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 95
  );
}

function escapedWordAt(text: string, start: number): Word {
  const letters: string[] = [];
  let at = start;
  for (let letter = letterAt(text, at); letter !== undefined; letter = letterAt(text, at)) {
    letters.push(letter.char);
    at += letter.length;
  }
  const isLineBreak = letters.length === 0 && text.charAt(at) === '\\' && 'bfnrt'.includes(text.charAt(at + 1));
  return { name: letters.join(''), end: isLineBreak ? at + 2 : at };
}

function letterAt(text: string, at: number): { char: string; length: number } | undefined {
  const char = text.charAt(at);
  if (isWordChar(char.charCodeAt(0))) return { char, length: 1 };
  const escaped = char === '\\' ? ESCAPED_CHAR.exec(text.slice(at, at + 6))?.[1] : undefined;
  if (escaped === undefined) return undefined;
  const decoded = String.fromCharCode(Number.parseInt(escaped, 16));
  return isWordChar(decoded.charCodeAt(0)) ? { char: decoded, length: 6 } : undefined;
}
