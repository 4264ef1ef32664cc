const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const POLL_MS = 200;

/**
 * Resolves when this process is told to stop. A signal to npm ends the shell between npm and us, and does not reach us:
 * what we see of it is another parent.
 */
export function untilToldToStop(): Promise<undefined> {
  return new Promise((resolve) => {
    const stop = (): void => resolve(undefined);
    for (const signal of SIGNALS) process.on(signal, stop);
    if (process.env.npm_lifecycle_event === undefined) return;
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && stop(), POLL_MS).unref();
  });
}
