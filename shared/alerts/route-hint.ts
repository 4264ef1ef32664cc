import { createHash } from 'node:crypto';

const HINT_DIGITS = 8;

/** Stands for a secret that also names a strategy: enough to tell one of a person's routes from another, too little to get in. */
export function routeHint(secret: string): string {
  return `#${createHash('sha256').update(secret).digest('hex').slice(0, HINT_DIGITS)}`;
}
