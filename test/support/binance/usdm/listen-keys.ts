import type { FakeAccount } from '../account.ts';
import { ApiError } from '../protocol/api-error.ts';
import type { ServerClock } from '../protocol/clock.ts';
import type { Route } from '../protocol/route.ts';

const HOUR_MS = 3_600_000;
const KEY_LENGTH = 64;

type Key = { listenKey: string; account: FakeAccount; untilMs: number };

/** One key per account, good for sixty minutes from when it was last heard of. */
export type ListenKeys = {
  routes: Route[];
  accountOf(listenKey: string): FakeAccount | undefined;
  /** Forgets the keys that ran out and names them. */
  expire(): Key[];
  /** Lets a key run out now, as if nobody had kept it alive. */
  expireNow(account: FakeAccount): void;
};

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams */
export function listenKeys(clock: ServerClock): ListenKeys {
  const keys = new Map<string, Key>();
  let count = 0;
  const open = (account: FakeAccount): { listenKey: string } => {
    const kept = keys.get(account.apiKey);
    if (kept !== undefined) {
      kept.untilMs = clock.nowMs() + HOUR_MS;
      return { listenKey: kept.listenKey };
    }
    count += 1;
    const listenKey = `listen${count}${account.apiKey}`.slice(0, KEY_LENGTH);
    keys.set(account.apiKey, { listenKey, account, untilMs: clock.nowMs() + HOUR_MS });
    return { listenKey };
  };
  const keepAlive = (account: FakeAccount): { listenKey: string } => {
    if (!keys.has(account.apiKey))
      throw new ApiError(
        -1125,
        'This listenKey does not exist. Please use `POST /fapi/v1/listenKey` to recreate `listenKey`',
      );
    return open(account);
  };
  const base = { path: '/fapi/v1/listenKey', security: 'USER_STREAM', weight: 1, params: [] } as const;
  return {
    routes: [
      { ...base, method: 'POST', handle: ({ account }) => open(account) },
      { ...base, method: 'PUT', handle: ({ account }) => keepAlive(account) },
      {
        ...{ ...base, method: 'DELETE' },
        handle({ account }) {
          keys.delete(account.apiKey);
          return {};
        },
      },
    ],
    accountOf: (listenKey) => [...keys.values()].find((key) => key.listenKey === listenKey)?.account,
    expire() {
      const gone = [...keys.values()].filter(({ untilMs }) => untilMs <= clock.nowMs());
      for (const { account } of gone) keys.delete(account.apiKey);
      return gone;
    },
    expireNow(account) {
      const key = keys.get(account.apiKey);
      if (key !== undefined) key.untilMs = clock.nowMs();
    },
  };
}
