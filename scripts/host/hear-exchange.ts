import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Owned } from './own-in-turn.pg.ts';
import type { Begun } from './owner/main.ts';

/**
 * Hears the exchange, for the one process whose turn it is. That is a bundle of its own, loaded with the first turn: the processes
 * that wait for theirs do without its memory.
 */
export function hearExchange(root: string): Owned {
  let begun: Begun | undefined;
  return {
    async take() {
      const { begin } = (await import(pathToFileURL(join(root, 'dist/host/owner.mjs')).href)) as { begin(): Begun };
      begun = begin();
    },
    async lose() {
      const ending = begun;
      begun = undefined;
      await ending?.end();
    },
  };
}
