import type { EventBus } from '../event-bus.ts';
import type { MarketBook } from '../market-book.ts';
import type { ServerClock } from '../protocol/clock.ts';
import type { MarketName } from '../protocol/market-name.ts';
import type { ListenKeys } from '../usdm/listen-keys.ts';
import { marketEvent } from './market-events.ts';
import type { Listener, NamedStreams } from './named-streams.ts';

/**
 * USD-M carries order books on `/public` and the rest of the market data on `/market`; an address without either hears
 * `/public` only, and is not told so. https://developers.binance.com/en/docs/products/caas/market-data-streams
 */
function carries(market: MarketName, { route }: Listener, name: string): boolean {
  if (market === 'spot') return true;
  return name.endsWith('@bookTicker') ? route === 'public' || route === 'none' : route === 'market';
}

/** Puts every change of price on the streams that want it. */
export function publishPrices(
  market: MarketName,
  streams: NamedStreams,
  { bus, book, clock }: { bus: EventBus; book: MarketBook; clock: ServerClock },
): void {
  let updateId = 400_900_217;
  bus.onPrice((change) => {
    if (change.market !== market) return;
    updateId += 1;
    const prefix = `${change.symbol.toLowerCase()}@`;
    for (const listener of streams.listeners()) {
      for (const name of listener.names) {
        if (!name.startsWith(prefix) || !carries(market, listener, name)) continue;
        const payload = marketEvent(market, name, { book, nowMs: clock.nowMs(), updateId });
        if (payload !== undefined) listener.hear(name, String(payload.e ?? 'bookTicker'), payload);
      }
    }
  });
}

/** Puts what happens to a USD-M account on the streams of its listen key, for as long as that is good. */
export function publishUserData(streams: NamedStreams, { bus, keys }: { bus: EventBus; keys: ListenKeys }): void {
  bus.onAccount(({ market, account, event }) => {
    if (market !== 'usdm') return;
    for (const listener of streams.listeners()) {
      if (listener.route === 'public' || listener.route === 'market') continue;
      for (const name of listener.names)
        if (keys.accountOf(name) === account) listener.hear(name, String(event.e), event);
    }
  });
}

/** Tells the listeners of keys that ran out, once. */
export function publishExpiredKeys(streams: NamedStreams, keys: ListenKeys, clock: ServerClock): void {
  for (const { listenKey } of keys.expire()) {
    const event = { e: 'listenKeyExpired', E: clock.nowMs(), listenKey };
    for (const listener of streams.listeners())
      if (listener.names.has(listenKey)) listener.hear(listenKey, event.e, event);
  }
}
