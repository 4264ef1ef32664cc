export type KeptSocketOptions = {
  /** Where to connect this time. @throws when that cannot be found out now */
  address(): Promise<string>;
  /** Says hello. What it throws ends the connection, and another one is tried. */
  greet(send: (message: unknown) => void): Promise<void>;
  hear(text: string): void;
  lost(reason: string): void;
  /** The first wait after a loss; it doubles up to `maxRetryMs`. */
  retryMs?: number;
  maxRetryMs?: number;
};

export type KeptSocket = {
  send(message: unknown): void;
  /** Drops the connection for a new one. */
  renew(reason: string): void;
  close(): void;
};

const RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
/** A connection lasts 24 hours at most; one that we end ourselves ends at a quieter moment. */
const RENEW_AFTER_MS = 23 * 3_600_000;

/** A WebSocket that is opened again whenever it is lost, after waits that grow and are never the same for everybody. */
export function keepSocket(options: KeptSocketOptions): KeptSocket {
  const { retryMs = RETRY_MS, maxRetryMs = MAX_RETRY_MS } = options;
  let socket: WebSocket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let isClosed = false;
  const send = (message: unknown): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const drop = (reason: string): void => {
    const dropped = socket;
    socket = undefined;
    clearTimeout(timer);
    dropped?.close();
    if (isClosed) return;
    options.lost(reason);
    const waitMs = Math.min(retryMs * 2 ** failures, maxRetryMs);
    failures += 1;
    timer = setTimeout(() => void connect(), waitMs * (0.5 + Math.random() / 2));
    timer.unref();
  };
  async function connect(): Promise<void> {
    try {
      const address = await options.address();
      if (isClosed) return;
      const opening = new WebSocket(address);
      socket = opening;
      const isCurrent = (): boolean => socket === opening;
      opening.addEventListener('message', ({ data }) => isCurrent() && options.hear(String(data)));
      opening.addEventListener('close', () => isCurrent() && drop('the connection was closed'));
      opening.addEventListener('error', () => isCurrent() && drop('the connection failed'));
      opening.addEventListener('open', () => {
        options.greet(send).then(
          () => {
            if (!isCurrent()) return;
            failures = 0;
            timer = setTimeout(() => drop('the connection was old'), RENEW_AFTER_MS);
            timer.unref();
          },
          (error: unknown) => isCurrent() && drop(error instanceof Error ? error.message : 'it was not let in'),
        );
      });
    } catch (error) {
      if (!isClosed) drop(error instanceof Error ? error.message : 'the address is not known');
    }
  }
  void connect();
  return {
    send,
    renew: drop,
    close() {
      isClosed = true;
      drop('closed');
    },
  };
}
