/** Says "there is work", and nothing more. A lost or doubled ring does no harm: the sweeper rings again. */
export interface Doorbell {
  /** Returns at once; never throws. Rings that come while one is under way become one more. */
  ring(): void;
}

/** One ring at a time: while it is under way, any number of further ones become a single next one. */
export function quietDoorbell(send: () => Promise<void>, onError: (error: unknown) => void): Doorbell {
  let isRinging = false;
  let isWanted = false;
  const run = async (): Promise<void> => {
    isRinging = true;
    while (isWanted) {
      isWanted = false;
      await send().catch(onError);
    }
    isRinging = false;
  };
  return {
    ring() {
      isWanted = true;
      if (!isRinging) void run();
    },
  };
}
