import { setTimeout as wait } from 'node:timers/promises';
import { Failure, reasonOf } from '../../scripts/local/failure.ts';

const PAUSE_MS = 250;

/** Tries until it works. @throws Failure with the last reason, when it did not within `limitMs` */
export async function waitFor(what: string, limitMs: number, attempt: () => Promise<void>): Promise<{ tries: number }> {
  const deadline = Date.now() + limitMs;
  for (let tries = 1; ; tries += 1) {
    try {
      await attempt();
      return { tries };
    } catch (cause) {
      if (Date.now() + PAUSE_MS > deadline) {
        throw new Failure(`${what} within ${limitMs / 1_000} s: ${reasonOf(cause)}`, { cause });
      }
      await wait(PAUSE_MS);
    }
  }
}
