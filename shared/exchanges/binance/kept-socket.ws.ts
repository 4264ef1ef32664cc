import { AppError } from '../../errors/app-error.ts';

export type KeptSocketOptions = {
  /** Where to connect this time. @throws when that cannot be found out now */
  address(): Promise<string>;
  /** Says hello. What it throws ends the connection, and another one is tried. */
  greet(send: (message: unknown) => void): Promise<void>;
  hear(text: string): void;
  lost(reason: string): void;
  /** The first wait after a loss; it doubles up to `maxRetryMs`, and begins anew after a connection that lasted as long. */
  retryMs?: number;
  maxRetryMs?: number;
  /** The wait after a refusal that asking again does not change, such as that of a key. */
  refusedRetryMs?: number;
};

export type KeptSocket = {
  send(message: unknown): void;
  /** Connected, and let in. */
  isUp(): boolean;
  /** Drops the connection for a new one. */
  renew(reason: string): void;
  close(): void;
};

const RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
const REFUSED_RETRY_MS = 5 * 60_000;
const OPEN_WITHIN_MS = 10_000;
/** A connection lasts 24 hours at most; one that we end ourselves ends at a quieter moment. */
const RENEW_AFTER_MS = 23 * 3_600_000;

/** A WebSocket that is opened again whenever it is lost, after waits that grow and are never the same for everybody. */
export function keepSocket(options: KeptSocketOptions): KeptSocket {
  const { retryMs = RETRY_MS, maxRetryMs = MAX_RETRY_MS, refusedRetryMs = REFUSED_RETRY_MS } = options;
  let socket: WebSocket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let greetedAtMs = Number.POSITIVE_INFINITY;
  let isClosed = false;
  const send = (message: unknown): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const later = (act: () => void, afterMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(act, afterMs);
    timer.unref();
  };
  const drop = (reason: string, isRefused = false): void => {
    const dropped = socket;
    socket = undefined;
    clearTimeout(timer);
    dropped?.close();
    if (isClosed) return;
    options.lost(reason);
    if (Date.now() - greetedAtMs >= maxRetryMs) failures = 0;
    greetedAtMs = Number.POSITIVE_INFINITY;
    const waitMs = isRefused ? refusedRetryMs : Math.min(retryMs * 2 ** failures, maxRetryMs);
    failures += 1;
    later(() => void connect(), waitMs * (0.5 + Math.random() / 2));
  };
  const fail = (error: unknown, otherwise: string): void =>
    drop(error instanceof Error ? error.message : otherwise, error instanceof AppError && !error.retryable);
  async function connect(): Promise<void> {
    try {
      const address = await options.address();
      if (isClosed) return;
      const opening = new WebSocket(address);
      socket = opening;
      const isCurrent = (): boolean => socket === opening;
      later(() => drop('it took too long to connect'), OPEN_WITHIN_MS);
      opening.addEventListener('message', ({ data }) => isCurrent() && options.hear(String(data)));
      opening.addEventListener('close', () => isCurrent() && drop('the connection was closed'));
      opening.addEventListener('error', () => isCurrent() && drop('the connection failed'));
      opening.addEventListener('open', () => {
        clearTimeout(timer);
        options.greet(send).then(
          () => {
            if (!isCurrent()) return;
            greetedAtMs = Date.now();
            later(() => drop('the connection was old'), RENEW_AFTER_MS);
          },
          (error: unknown) => isCurrent() && fail(error, 'it was not let in'),
        );
      });
    } catch (error) {
      if (!isClosed) fail(error, 'the address is not known');
    }
  }
  void connect();
  return {
    send,
    isUp: () => greetedAtMs !== Number.POSITIVE_INFINITY,
    renew: (reason) => drop(reason),
    close() {
      isClosed = true;
      drop('closed');
    },
  };
}
