/** A WebSocket as a test holds it: everything that came, in order. */
export type Ear = {
  heard: Record<string, unknown>[];
  say(message: unknown): void;
  /** Resolves with the first message so far or to come that `fits`. */
  hear(fits: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  closed: Promise<void>;
  close(): void;
};

const PATIENCE_MS = 2_000;

export async function hearing(url: string): Promise<Ear> {
  const socket = new WebSocket(url);
  const heard: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  socket.addEventListener('message', ({ data }) => {
    const message: unknown = JSON.parse(String(data));
    heard.push(typeof message === 'object' && message !== null ? { ...message } : {});
    for (const look of waiting) look();
  });
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`Cannot connect to ${url}`)));
  });
  return {
    heard,
    closed,
    say: (message) => socket.send(JSON.stringify(message)),
    close: () => socket.close(),
    hear(fits) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`Cannot hear what was waited for among ${JSON.stringify(heard)}`));
        }, PATIENCE_MS);
        const look = (): void => {
          const found = heard.find(fits);
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
  };
}

/** The event inside a message of the Spot WebSocket API or of a combined stream, or the message itself. */
export function eventIn(message: Record<string, unknown>): Record<string, unknown> {
  const inner = message.event ?? message.data ?? message;
  return typeof inner === 'object' && inner !== null ? { ...inner } : {};
}
