import { setTimeout as wait } from 'node:timers/promises';

const PAUSE_MS = 100;

/** @returns how long it took, in milliseconds @throws Error when it did not come within `limitMs` */
export async function until(what: string, limitMs: number, isSo: () => Promise<boolean>): Promise<number> {
  const startedAt = Date.now();
  while (!(await isSo())) {
    if (Date.now() - startedAt > limitMs) throw new Error(`${what}: not within ${limitMs} ms`);
    await wait(PAUSE_MS);
  }
  return Date.now() - startedAt;
}
