/** The exchange's own clock: the injected one plus a drift that the test sets. */
export type ServerClock = {
  nowMs(): number;
  /** Milliseconds by which the exchange is ahead of the injected clock; negative when behind. */
  setDriftMs(driftMs: number): void;
};

export function serverClock(now: () => Date): ServerClock {
  let drift = 0;
  return {
    nowMs: () => now().getTime() + drift,
    setDriftMs(driftMs) {
      drift = driftMs;
    },
  };
}
