/** What has been opened, so that it can be closed in the opposite order, whatever happens on the way. */
export type Closers = { add(close: () => Promise<void> | void): void; close(): Promise<void> };

export function closers(): Closers {
  const opened: (() => Promise<void> | void)[] = [];
  let isClosed = false;
  const close = async (): Promise<void> => {
    isClosed = true;
    for (let next = opened.pop(); next !== undefined; next = opened.pop()) {
      try {
        await next();
      } catch (error) {
        console.error(error);
      }
    }
  };
  return {
    close,
    add(next) {
      opened.push(next);
      if (isClosed) void close();
    },
  };
}
