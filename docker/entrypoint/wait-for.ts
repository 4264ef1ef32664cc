import { setTimeout as wait } from 'node:timers/promises';
import { Failure, reasonOf } from '../../scripts/local/failure.ts';

const PAUSE_MS = 250;

/** Tries until it works. @throws Failure with the last reason, when it did not within `limitMs` */
export async function waitFor(what: string, limitMs: number, attempt: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (true) {
    try {
      return await attempt();
    } catch (cause) {
      if (Date.now() + PAUSE_MS > deadline) {
        throw new Failure(`${what} within ${limitMs / 1_000} s: ${reasonOf(cause)}`, { cause });
      }
      await wait(PAUSE_MS);
    }
  }
}
