import { setTimeout as wait } from 'node:timers/promises';
import type { OrderUpdate, StreamGap, UserStreamHandlers } from '../exchanges/user-stream.ts';
import type { Log } from '../log/logger.ts';
import { zero } from '../money/decimal.ts';
import type { Doorbell } from '../queue/doorbell.ts';
import type { Clock } from '../time/clock.ts';
import type { HeardOrder, Noticed, UserStreamStore, WatchedMarket } from './store.ts';

export type HearMarketDeps = { userStreams: UserStreamStore; doorbell: Doorbell; now: Clock; log: Log };

/** What was heard of one market of an account. */
export type Hearing = UserStreamHandlers & {
  /** Undefined while it is not connected. */
  connectedSince(): Date | undefined;
  lastEventAt(): Date | undefined;
  lastLoss(): string | undefined;
  /** Forgets what was heard and not noticed yet. */
  close(): void;
};

/** How long a lane that is being worked is left alone; after the last of them it is asked in turn. */
const PATIENCE_MS = [25, 50, 100, 200, 400];
const RETRY_MS = 500;
/** An order whose own answer is still not known by then is looked up by whoever sent it. */
const GIVE_UP_AFTER_MS = 30_000;
/** Events that cannot be read come in numbers. */
const UNREADABLE_PAUSE_MS = 5_000;

/**
 * Turns what the exchange tells into look-ups: the stream is a doorbell, and what a fill means is decided where a look-up
 * finds it, so that events that come twice, late, in the wrong order or from others do no harm. Never throws.
 */
export function hearMarket(deps: HearMarketDeps, { account, market }: Omit<WatchedMarket, 'keyId'>): Hearing {
  const heard = new Map<string, HeardOrder>();
  let connectedSince: Date | undefined;
  let lastEventAt: Date | undefined;
  let lastLoss: string | undefined;
  let unreadableAtMs = Number.NEGATIVE_INFINITY;

  const notice = (order: HeardOrder): void => {
    const isNoticing = heard.has(order.clientOrderId);
    const before = heard.get(order.clientOrderId);
    // What was told without its state is not forgotten over what is told with it.
    if (!isNoticing || before?.state !== undefined) heard.set(order.clientOrderId, order);
    if (!isNoticing) void noticeUntilDone(order.clientOrderId);
  };
  async function noticeUntilDone(clientOrderId: string): Promise<void> {
    const startedAtMs = performance.now();
    for (let turn = 0; performance.now() - startedAtMs < GIVE_UP_AFTER_MS; turn += 1) {
      const order = heard.get(clientOrderId);
      const noticed = order && (await tryNotice(order, turn < PATIENCE_MS.length));
      if (noticed === 'queued') deps.doorbell.ring();
      // Something newer may have been told while this was noticed.
      if (noticed !== 'busy' && heard.get(clientOrderId) === order) break;
      if (noticed === 'busy') await wait(PATIENCE_MS[turn] ?? RETRY_MS);
    }
    heard.delete(clientOrderId);
  }
  async function tryNotice(order: HeardOrder, isPatient: boolean): Promise<Noticed> {
    try {
      return await deps.userStreams.notice(order, isPatient);
    } catch (error) {
      deps.log.debug('What the exchange told could not be kept yet', { accountId: account.id, reason: String(error) });
      return 'busy';
    }
  }
  async function noticeAll(reason: StreamGap['reason']): Promise<void> {
    for (let turn = 0; turn < PATIENCE_MS.length; turn += 1) {
      try {
        const lanes = await deps.userStreams.noticeAll(account, market);
        if (lanes > 0) deps.doorbell.ring();
        deps.log.debug('Orders of an account are looked up', { accountId: account.id, market, reason, lanes });
        return;
      } catch (error) {
        deps.log.debug('Orders could not be looked up', { accountId: account.id, reason: String(error) });
        await wait(RETRY_MS * 2 ** turn);
      }
    }
  }
  return {
    connectedSince: () => connectedSince,
    lastEventAt: () => lastEventAt,
    lastLoss: () => lastLoss,
    close: () => heard.clear(),
    onOrder({ isOurs, order }: OrderUpdate) {
      lastEventAt = deps.now();
      const { clientOrderId, status, filledQuantity } = order;
      if (!isOurs || (status === 'open' && filledQuantity.eq(zero))) return;
      notice({ account, clientOrderId, state: { status, filledQuantity } });
    },
    onGap(gap: StreamGap) {
      if ('clientOrderId' in gap) {
        lastEventAt = deps.now();
        notice({ account, clientOrderId: gap.clientOrderId });
      } else if (gap.reason === 'connected') {
        connectedSince = deps.now();
        deps.log.info('An account is heard', { accountId: account.id, market });
        void noticeAll(gap.reason);
      } else {
        lastEventAt = deps.now();
        if (performance.now() - unreadableAtMs < UNREADABLE_PAUSE_MS) return;
        unreadableAtMs = performance.now();
        deps.log.warn('The exchange told something of an order that could not be read', {
          ...{ accountId: account.id, market },
        });
        void noticeAll(gap.reason);
      }
    },
    onLost(reason) {
      connectedSince = undefined;
      lastLoss = reason;
      deps.log.info('An account is not heard for now', { accountId: account.id, market, reason });
    },
  };
}
