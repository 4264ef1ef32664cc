const KEY = Symbol.for('tradingbot.shutdown');

/** What the host of several bundles and the bundles tell each other about its end. On Lambda nobody ever says anything. */
type Shutdown = { leaving: AbortController; busy: Set<Promise<unknown>> };

const host = globalThis as typeof globalThis & { [KEY]?: Shutdown };

function shutdown(): Shutdown {
  host[KEY] ??= { leaving: new AbortController(), busy: new Set() };
  return host[KEY];
}

/** Aborted when this process was told to end: finish what is begun, and wait for nothing. */
export function leaving(): AbortSignal {
  return shutdown().leaving.signal;
}

/** Tells every bundle of this process. */
export function leave(): void {
  shutdown().leaving.abort();
}

/** Lets the process live until `work` is done, for as long as its host is patient: work that no open request waits for. */
export async function keepAlive<Result>(work: Promise<Result>): Promise<Result> {
  const { busy } = shutdown();
  busy.add(work);
  try {
    return await work;
  } finally {
    busy.delete(work);
  }
}

export function isBusy(): boolean {
  return shutdown().busy.size > 0;
}
