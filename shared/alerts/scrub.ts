import { REDACTED } from './secrets-in-text.ts';

/** Shorter secrets are taken out of their own field only: `1` or `buy` would take half the message with it. */
const SHORTEST_ELSEWHERE = 6;

/** Takes secrets out of a text, wherever they stand in it. */
export type Scrub = (text: string) => string;

/** Replaces every secret that is long enough, the longest first, so that none survives as part of another. */
export function scrubber(secrets: readonly string[]): Scrub {
  const spellings = unique(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))
    .filter((secret) => secret.length >= SHORTEST_ELSEWHERE && !REDACTED.includes(secret))
    .sort((a, b) => b.length - a.length);
  return (text) => spellings.reduce((clean, secret) => clean.replaceAll(secret, () => REDACTED), text);
}

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
