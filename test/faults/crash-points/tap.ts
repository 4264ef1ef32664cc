/** What the service talks to, and over which every message of it can be counted. */
export type Channel = 'postgres' | 'redis' | 'exchange';
export type Message = { channel: Channel; name: string };

/** Where the service is killed: at the nth message of a name, before it is passed on or after it took effect, unanswered. */
export type CrashPoint = Message & { nth: number; moment: 'before' | 'after' };

export type Verdict = 'pass' | 'kill before' | 'kill after';

/** Stands in all connections of one service at once. */
export type Tap = {
  /** Forgets what passed and begins to count anew; kills at `point`, if there is one, and once. */
  listen(point?: CrashPoint): void;
  /** Every message since then, in the order of passing, with how many of its name there were up to it. */
  passed(): readonly (Message & { nth: number })[];
  wasMet(): boolean;
  /** Asked by the proxies, for each message. Whoever hears `kill …` calls `kill` at that moment. */
  meet(message: Message): Verdict;
  kill(): void;
};

export function createTap(kill: () => void): Tap {
  let point: CrashPoint | undefined;
  let isMet = false;
  let isKilled = false;
  let passed: (Message & { nth: number })[] = [];
  return {
    listen(next) {
      point = next;
      isMet = false;
      isKilled = false;
      passed = [];
    },
    passed: () => passed,
    wasMet: () => isMet,
    meet({ channel, name }) {
      const nth = passed.filter((one) => one.channel === channel && one.name === name).length + 1;
      passed.push({ channel, name, nth });
      if (isMet || point?.channel !== channel || point.name !== name || point.nth !== nth) return 'pass';
      isMet = true;
      return `kill ${point.moment}`;
    },
    kill() {
      if (!isKilled) kill();
      isKilled = true;
    },
  };
}

export const describePoint = ({ channel, name, nth, moment }: CrashPoint): string =>
  `${moment} ${channel} "${name}" no. ${nth}`;
