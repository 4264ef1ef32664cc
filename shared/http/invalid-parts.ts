import type * as z from 'zod';
import type { InvalidPart } from './problem.ts';

type Path = readonly PropertyKey[];

/** Longer ones are not quoted: they are messages, or something that was pasted by mistake. */
const MAX_QUOTED = 40;
const SECRET = /secret|password|passphrase|key|token|message/i;
/** Postgres keeps no text with it. */
const NUL = '\u0000';

/** What a schema has against a part of a request: where, why, and the value, unless it may be a secret. */
export function tellIssues(name: string, given: unknown, issues: readonly z.core.$ZodIssue[]): InvalidPart[] {
  return issues.map(({ path, message }) => ({
    path: [name, ...path].join('.'),
    message: `${message}${quoted(valueAt(given, path), path)}`,
  }));
}

/** Texts and names of fields that cannot be kept, however deep. */
export function unfitText(given: unknown, path: readonly (string | number)[]): InvalidPart[] {
  if (typeof given === 'string') return given.includes(NUL) ? [unfit(path)] : [];
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const here = [...path, key.replaceAll(NUL, '')];
    return [...(key.includes(NUL) ? [unfit(here)] : []), ...unfitText(value, here)];
  });
}

const unfit = (path: Path): InvalidPart => ({
  path: path.map(String).join('.'),
  message: 'has the character U+0000, which no text may have',
});

function valueAt(given: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    given,
  );
}

function quoted(value: unknown, path: Path): string {
  const isScalar = ['string', 'number', 'boolean'].includes(typeof value) || value === null;
  if (!isScalar || path.length === 0 || path.some((key) => SECRET.test(String(key)))) return '';
  const text = String(value);
  return text.length > MAX_QUOTED ? '' : `, not ${JSON.stringify(text)}`;
}
