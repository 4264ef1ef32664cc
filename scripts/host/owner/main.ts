import { keepCountdowns } from '../../../shared/countdowns/keep-countdowns.ts';
import { keepUserStreams } from '../../../shared/user-streams/keep-user-streams.ts';
import { wire } from './wire.ts';

export type Begun = { end(): Promise<void> };

/** What a process does while it is the one that hears the exchange, and that the exchange hears of. */
export function begin(): Begun {
  const wired = wire();
  const streams = keepUserStreams(wired.streams);
  const countdowns = keepCountdowns(wired.countdowns);
  return {
    async end() {
      await Promise.all([streams.close(), countdowns.close()]);
      await wired.close();
    },
  };
}
