import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Account } from '../../../shared/accounts/account.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { OpenUserStream, UserStreamHandlers } from '../../../shared/exchanges/user-stream.ts';
import type { Log } from '../../../shared/log/logger.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import {
  type KeepLimits,
  type KeptUserStreams,
  keepUserStreams,
} from '../../../shared/user-streams/keep-user-streams.ts';
import type { HeardOrder, Noticed, WatchedMarket } from '../../../shared/user-streams/store.ts';
import { NOW } from '../../support/fixed.ts';

const account: Account = {
  ...{
    id: 'acc_1',
    userId: 'usr_1',
    exchange: 'binance',
    mode: 'testnet',
    name: 'trial',
    settings: {},
    createdAt: NOW,
  },
};
const watchedMarket: WatchedMarket = { account, market: 'usdm', keyId: 'key_1' };
const QUICK: Partial<KeepLimits> = { lookEveryMs: 5, reopenAfterMs: 20, deafAfterMs: 20, tellEveryMs: 20 };

let kept: KeptUserStreams | undefined;
let watched: WatchedMarket[];
let lines: string[];
let opened: UserStreamHandlers[];
let asked: string[];
let answers: (Noticed | Error)[];
let rings: number;

beforeEach(() => {
  [kept, watched, lines, opened, asked, answers, rings] = [undefined, [watchedMarket], [], [], [], [], 0];
});
afterEach(() => kept?.close());

const say =
  (level: string) =>
  (text: unknown, ...more: unknown[]): void =>
    void lines.push(`${level} ${text} ${JSON.stringify(more)}`);
const log: Log = { debug: () => {}, info: say('info'), warn: say('warn'), error: say('error') };

function ring(): void {
  rings += 1;
}

function keep(openUserStream: OpenUserStream): void {
  kept = keepUserStreams(
    {
      ...{ now: systemClock, log, openUserStream, doorbell: { ring } },
      userStreams: {
        watched: async () => watched,
        async notice({ clientOrderId }: HeardOrder, isPatient: boolean) {
          asked.push(`${clientOrderId} ${isPatient ? 'patiently' : 'now'}`);
          const answer = answers.shift() ?? 'known';
          if (answer instanceof Error) throw answer;
          return answer;
        },
        async noticeAll(_, market) {
          asked.push(`all of ${market}`);
          return 1;
        },
      },
    },
    QUICK,
  );
}

const works: OpenUserStream = async (_, __, handlers) => {
  opened.push(handlers);
  return { close() {} };
};
const connect = (): void => opened.at(-1)?.onGap({ market: 'usdm', reason: 'connected' });
const tell = (clientOrderId: string, more = { status: 'filled' as const, isOurs: true }): void =>
  opened.at(-1)?.onOrder({
    ...{ market: 'usdm', symbol: 'BTCUSDT', side: 'buy', isOurs: more.isOurs, at: NOW },
    order: { clientOrderId, exchangeOrderId: '1', status: more.status, filledQuantity: decimal('1') },
  });
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 3_000, interval: 5 });
const linesWith = (text: string): string[] => lines.filter((line) => line.includes(text));
const pause = (forMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, forMs));

it('what cannot be opened is told once and tried again', async () => {
  let tries = 0;
  keep(async () => {
    tries += 1;
    throw new AppError('secret_unreadable', 'The key cannot be opened');
  });
  await until(() => expect(tries).toBeGreaterThan(2));
  expect(linesWith('cannot be heard')).toEqual([expect.stringMatching(/^warn .*The key cannot be opened/)]);
});

it('silence is warned of once, with its reason, and its end is told', async () => {
  keep(works);
  await until(() => expect(opened).toHaveLength(1));
  opened[0]?.onLost?.('the connection failed');
  await until(() => expect(linesWith('warn An account is not heard')).toHaveLength(1));
  await pause(50);
  expect(linesWith('warn An account is not heard')).toEqual([expect.stringContaining('the connection failed')]);
  connect();
  await until(() => expect(linesWith('An account is heard again')).toHaveLength(1));
});

it('says from time to time since when it hears, and how long ago it heard something', async () => {
  keep(works);
  await until(() => expect(opened).toHaveLength(1));
  connect();
  tell('tv-1');
  await until(() => expect(linesWith('How an account is heard').at(-1)).toMatch(/connectedSince.*lastEventAgeMs/));
  opened[0]?.onLost?.('gone');
  await until(() => expect(linesWith('How an account is heard').at(-1)).not.toContain('connectedSince'));
});

it('asks about everything with each connection, and once for many events that cannot be read', async () => {
  keep(works);
  await until(() => expect(opened).toHaveLength(1));
  connect();
  connect();
  for (let turn = 0; turn < 5; turn += 1) opened[0]?.onGap({ market: 'usdm', reason: 'unreadable' });
  await until(() => expect([asked, rings]).toEqual([Array(3).fill('all of usdm'), 3]));
});

it('asks again while a lane is busy or the database away, then insists, and rings once', async () => {
  keep(works);
  await until(() => expect(opened).toHaveLength(1));
  answers = ['busy', new Error('away'), 'busy', 'busy', 'busy', 'queued'];
  tell('tv-1');
  await until(() => expect(rings).toBe(1));
  expect(asked).toEqual([...Array(5).fill('tv-1 patiently'), 'tv-1 now']);
});

it('of several events that wait the last one is asked about, and orders of others are not', async () => {
  keep(works);
  await until(() => expect(opened).toHaveLength(1));
  answers = ['busy'];
  for (let turn = 0; turn < 3; turn += 1) tell('tv-1');
  tell('web_1', { status: 'filled', isOurs: false });
  await pause(100);
  expect(asked).toEqual(['tv-1 patiently', 'tv-1 patiently']);
});
