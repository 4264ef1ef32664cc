import type { Market } from '../../markets/market.ts';
import type { Clock } from '../../time/clock.ts';
import type { CancelOutcome, Exchange } from '../exchange.ts';
import type { BinanceClient } from './client.ts';
import { fillsOf, lookUpOrder, withFills } from './look-up.ts';
import { type PlaceDeps, placeOnVenue } from './place-on-venue.ts';
import { placePair } from './place-pair.ts';
import type { RecentPrices } from './recent-prices.ts';
import { toOpenOrder } from './report.ts';
import { sentOrders } from './sent-orders.ts';
import { spotVenue } from './spot-venue.ts';
import type { SymbolCatalog } from './symbol-catalog.ts';
import { toOrderFill } from './trade-report.ts';
import { usdmVenue } from './usdm-venue.ts';

export type BinanceExchangeDeps = {
  client: BinanceClient;
  /** The same for all accounts on a network, so that they are read once. */
  catalogs: Readonly<Record<Market, SymbolCatalog>>;
  now: Clock;
  /** Shared by all accounts on a network, too. Absent where every price is asked for. */
  recent?: RecentPrices;
  /** A price that the exchange dates further back than this is no price. */
  maxPriceAgeMs?: number;
};

const MAX_PRICE_AGE_MS = 60_000;
const ALWAYS_ASK: RecentPrices = { of: (_kind, _asked, ask) => ask() };

/** One account on Binance, Spot and USD-M. */
export function binanceExchange(deps: BinanceExchangeDeps): Exchange {
  const { client, catalogs, now, recent = ALWAYS_ASK, maxPriceAgeMs = MAX_PRICE_AGE_MS } = deps;
  const sent = sentOrders();
  const venues: Record<Market, PlaceDeps> = {
    spot: { client, venue: spotVenue(client), now, sent },
    usdm: { client, venue: usdmVenue(client, now), now, sent },
  };
  const on = (market: Market) => venues[market].venue;
  /** When we could have seen it, on our clock; undefined when that is too long ago. What bears no date is of now. */
  const seenAt = (market: Market, pricedAt: Date | undefined): Date | undefined => {
    const at = now();
    const ageMs = pricedAt === undefined ? 0 : Math.max(0, client.serverTimeAt(market, at) - pricedAt.getTime());
    return ageMs > maxPriceAgeMs ? undefined : new Date(at.getTime() - ageMs);
  };
  return {
    capabilities: { conditionalOrders: true, pairs: true, symbolSettings: true, countdownCancel: ['usdm'] },
    symbolRules: (market, symbol) => catalogs[market].find(symbol),
    nearestSymbols: (market, symbol, limit) => catalogs[market].nearest(symbol, limit),
    place: (request) => placeOnVenue(venues[request.market], request),
    placePair: (request) => placePair(venues[request.market], request),
    cancel: (market, symbol, clientOrderId) => cancel(venues[market], symbol, clientOrderId),
    cancelAll: (market, symbol) => on(market).cancelAll(symbol),
    countdownCancelAll: (market, symbol, afterMs) => on(market).countdownCancelAll(symbol, afterMs),
    lookUp(market, symbol, clientOrderId, submittedAt) {
      const sentAt = later(submittedAt, sent.sentAt({ market, symbol, clientOrderId }));
      return lookUpOrder(venues[market], { market, symbol, clientOrderId, submittedAt: sentAt });
    },
    openOrders: async (market) => (await on(market).open()).map(toOpenOrder),
    fillsOf: (market, symbol, exchangeOrderId) => fillsOf(on(market), symbol, exchangeOrderId),
    async fillsSince(market, symbol, since) {
      const trades = await on(market).tradesWithin(symbol, { from: since, to: now() });
      return trades.map(toOrderFill);
    },
    prepareSymbol: (market, symbol, settings) => on(market).prepare(symbol, settings),
    balances: (market) => on(market).balances(),
    positions: (market) => on(market).positions(),
    lastPrice: (market, symbol) =>
      recent.of('last', { market, symbol }, async () => {
        const last = await on(market).lastPrice(symbol);
        const at = last && seenAt(market, last.pricedAt);
        return last && at && { price: last.price, seenAt: at };
      }),
    bookTicker: (market, symbol) =>
      recent.of('book', { market, symbol }, async () => {
        const book = await on(market).book(symbol);
        const at = book && seenAt(market, book.pricedAt);
        if (book === undefined || at === undefined) return undefined;
        const { pricedAt: _, ...ticker } = book;
        return { ...ticker, seenAt: at };
      }),
  };
}

/** What could not be canceled has ended already, or was never there: the exchange says the same to both. */
async function cancel(deps: PlaceDeps, symbol: string, clientOrderId: string): Promise<CancelOutcome> {
  const report = await deps.venue.cancel(symbol, clientOrderId);
  if (report !== undefined) return { status: 'canceled', order: await withFills(deps.venue, report) };
  const found = await deps.venue.find(symbol, clientOrderId);
  if (found === undefined) return { status: 'not_found' };
  const order = await withFills(deps.venue, found);
  return { status: 'already_closed', order };
}

function later(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}
