import type { Clock } from '../../time/clock.ts';

/** Reads the exchange's clock, in milliseconds. @throws when it cannot be asked */
export type ReadServerTime = () => Promise<number>;

export type ServerTime = {
  /** What the exchange's clock shows now, for a timestamp. @throws when it was never read and cannot be */
  now(): Promise<number>;
  /** Our instant on the exchange's clock, as far as it is known. */
  at(instant: Date): number;
  /** Reads the clock again, now. */
  resync(): Promise<void>;
};

const REFRESH_AFTER_MS = 10 * 60_000;

/** Our clock, corrected by what the exchange's shows: read before the first use, again every ten minutes, and on demand. */
export function serverTime(now: Clock, read: ReadServerTime): ServerTime {
  let offsetMs: number | undefined;
  let learnedAtMs = 0;
  let reading: Promise<void> | undefined;
  const learn = async (): Promise<void> => {
    const before = now().getTime();
    const serverMs = await read();
    const after = now().getTime();
    // The answer was true somewhere in between. Half a round trip late is safer than early, which is refused beyond a second.
    offsetMs = Math.floor(serverMs - (before + after) / 2);
    learnedAtMs = after;
  };
  const resync = (): Promise<void> => {
    reading ??= learn().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  return {
    async now() {
      if (offsetMs === undefined) await resync();
      else if (now().getTime() - learnedAtMs > REFRESH_AFTER_MS) resync().catch(() => {});
      return now().getTime() + (offsetMs ?? 0);
    },
    at: (instant) => instant.getTime() + (offsetMs ?? 0),
    resync,
  };
}
