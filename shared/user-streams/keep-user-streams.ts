import { setTimeout as wait } from 'node:timers/promises';
import type { OpenUserStream, UserStream } from '../exchanges/user-stream.ts';
import { type Hearing, type HearMarketDeps, hearMarket } from './hear-market.ts';
import type { WatchedMarket } from './store.ts';

export type KeepUserStreamsDeps = HearMarketDeps & { openUserStream: OpenUserStream };

export type StreamState = {
  accountId: string;
  market: WatchedMarket['market'];
  /** Absent while it is not connected. */
  connectedSince?: Date;
  lastEventAt?: Date;
};

export type KeptUserStreams = {
  states(): StreamState[];
  /** Closes all of them, and opens none any more. */
  close(): Promise<void>;
};

type Kept = { watched: WatchedMarket; hearing: Hearing; stream?: UserStream; openedAtMs: number; isDeafTold: boolean };

export type KeepLimits = {
  lookEveryMs: number;
  /** What cannot be opened, because it cannot be signed for, is tried again this much later. */
  reopenAfterMs: number;
  /** A connection that is away for longer is worth a warning. */
  deafAfterMs: number;
  tellEveryMs: number;
};

const LIMITS: KeepLimits = {
  ...{ lookEveryMs: 2_000, reopenAfterMs: 60_000, deafAfterMs: 30_000, tellEveryMs: 10 * 60_000 },
};

/** Hears every market in which something may happen, for as long as that is so, with the key of the moment. */
export function keepUserStreams(deps: KeepUserStreamsDeps, given: Partial<KeepLimits> = {}): KeptUserStreams {
  const { lookEveryMs, reopenAfterMs, deafAfterMs, tellEveryMs } = { ...LIMITS, ...given };
  const { userStreams, log, now } = deps;
  const kept = new Map<string, Kept>();
  /** Why one could not be opened, so that it is told once. */
  const refusals = new Map<string, string>();
  const closing = new AbortController();
  let toldAtMs = performance.now();

  const nameOf = ({ account, market, keyId }: WatchedMarket): string => `${account.id}:${market}:${keyId}`;
  const close = (name: string): void => {
    kept.get(name)?.stream?.close();
    kept.get(name)?.hearing.close();
    kept.delete(name);
  };
  async function open(watched: WatchedMarket): Promise<void> {
    const hearing = hearMarket(deps, watched);
    const one: Kept = { watched, hearing, openedAtMs: performance.now(), isDeafTold: false };
    kept.set(nameOf(watched), one);
    try {
      const stream = await deps.openUserStream(watched.account, watched.market, hearing);
      if (closing.signal.aborted || kept.get(nameOf(watched)) !== one) stream.close();
      else one.stream = stream;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const say = refusals.get(nameOf(watched)) === reason ? log.debug : log.warn;
      refusals.set(nameOf(watched), reason);
      say.call(log, 'An account cannot be heard; its orders are asked about every minute', {
        ...idsOf(watched),
        reason,
      });
    }
  }
  function tellDeaf(one: Kept): void {
    const { watched, hearing, openedAtMs } = one;
    const isUp = hearing.connectedSince() !== undefined;
    if (isUp) one.openedAtMs = performance.now();
    if (isUp && one.isDeafTold) log.warn('An account is heard again', idsOf(watched));
    const isDeaf = !isUp && one.stream !== undefined && performance.now() - openedAtMs > deafAfterMs;
    if (isDeaf && !one.isDeafTold) {
      const reason = hearing.lastLoss() ?? 'it does not connect';
      log.warn('An account is not heard; its orders are asked about every minute', { ...idsOf(watched), reason });
    }
    one.isDeafTold = isDeaf;
  }
  async function look(): Promise<void> {
    const watched = await userStreams.watched();
    if (closing.signal.aborted) return;
    const wanted = new Map(watched.map((one) => [nameOf(one), one]));
    for (const name of kept.keys()) if (!wanted.has(name)) close(name);
    for (const name of refusals.keys()) if (!wanted.has(name)) refusals.delete(name);
    for (const [name, { stream, openedAtMs }] of kept)
      if (stream === undefined && performance.now() - openedAtMs > reopenAfterMs) kept.delete(name);
    await Promise.all([...wanted].filter(([name]) => !kept.has(name)).map(([, one]) => open(one)));
    for (const one of kept.values()) tellDeaf(one);
  }
  const states = (): StreamState[] =>
    [...kept.values()].map(({ watched, hearing }) => {
      const [connectedSince, lastEventAt] = [hearing.connectedSince(), hearing.lastEventAt()];
      return {
        ...idsOf(watched),
        ...(connectedSince === undefined ? {} : { connectedSince }),
        ...(lastEventAt === undefined ? {} : { lastEventAt }),
      };
    });
  function tellStates(): void {
    if (kept.size === 0 || performance.now() - toldAtMs < tellEveryMs) return;
    toldAtMs = performance.now();
    const nowMs = now().getTime();
    for (const { lastEventAt, ...state } of states())
      log.info('How an account is heard', {
        ...state,
        ...(lastEventAt === undefined ? {} : { lastEventAgeMs: nowMs - lastEventAt.getTime() }),
      });
  }
  const looking = (async () => {
    while (!closing.signal.aborted) {
      await look().catch((error: unknown) =>
        log.debug('It could not be seen which accounts are to be heard', { reason: String(error) }),
      );
      tellStates();
      await wait(lookEveryMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();
  return {
    states,
    async close() {
      closing.abort();
      for (const name of [...kept.keys()]) close(name);
      await looking;
    },
  };
}

function idsOf({ account, market }: WatchedMarket): Pick<StreamState, 'accountId' | 'market'> {
  return { accountId: account.id, market };
}
