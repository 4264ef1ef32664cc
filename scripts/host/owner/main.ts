import { keepUserStreams } from '../../../shared/user-streams/keep-user-streams.ts';
import { wire } from './wire.ts';

export type Begun = { end(): Promise<void> };

/** What a process does while it is the one that hears the exchange. */
export function begin(): Begun {
  const { streams, close } = wire();
  const kept = keepUserStreams(streams);
  return {
    async end() {
      await kept.close();
      await close();
    },
  };
}
