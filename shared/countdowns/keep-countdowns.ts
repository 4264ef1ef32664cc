import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log/logger.ts';
import { type RenewCountdownsDeps, renewCountdowns } from './renew-countdowns.ts';

export type KeptCountdowns = { close(): Promise<void> };

const EVERY_MS = 1_000;
const AFTER_FAILURE_MS = 5_000;
const TELL_AGAIN_AFTER_MS = 60_000;

/** Renews countdowns for as long as the process lives; what runs when it closes is left to run, because that is its purpose. */
export function keepCountdowns(
  deps: RenewCountdownsDeps & { log: Log },
  { everyMs = EVERY_MS }: { everyMs?: number } = {},
): KeptCountdowns {
  const closing = new AbortController();
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const renew = async (): Promise<boolean> => {
    const { failed } = await renewCountdowns(deps, { everySeconds: everyMs / 1_000 });
    if (failed.length > 0 && performance.now() - toldAtMs > TELL_AGAIN_AFTER_MS) {
      toldAtMs = performance.now();
      for (const { accountId, error } of failed)
        deps.log.warn('A countdown was not renewed or called off', { accountId, reason: String(error) });
    }
    return failed.length === 0;
  };
  const renewing = (async () => {
    while (!closing.signal.aborted) {
      const isFine = await renew().catch((error: unknown) => {
        deps.log.debug('Countdowns could not be looked at', { reason: String(error) });
        return false;
      });
      const pauseMs = isFine ? everyMs : Math.max(everyMs, AFTER_FAILURE_MS);
      await wait(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();
  return {
    async close() {
      closing.abort();
      await renewing;
    },
  };
}
