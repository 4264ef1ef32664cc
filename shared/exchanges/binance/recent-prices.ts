import type { Market } from '../../markets/market.ts';
import type { Clock } from '../../time/clock.ts';
import type { PriceCache, PriceKind, SeenPrices } from '../price-cache.ts';

export type RecentPricesDeps = { cache: PriceCache; network: string; now: Clock; maxAgeMs: number };
export type Asked = { market: Market; symbol: string };

/** What was seen of a symbol a moment ago, by whomever; what is older than that is asked for anew. */
export type RecentPrices = {
  of<Kind extends PriceKind>(
    kind: Kind,
    asked: Asked,
    ask: () => Promise<SeenPrices[Kind] | undefined>,
  ): Promise<SeenPrices[Kind] | undefined>;
};

/** Questions of one moment are one question. An answer bears the instant that it is of, and is never renewed by being read. */
export function recentPrices({ cache, network, now, maxAgeMs }: RecentPricesDeps): RecentPrices {
  const asking: { [Kind in PriceKind]: Map<string, Promise<SeenPrices[Kind] | undefined>> } = {
    last: new Map(),
    book: new Map(),
  };
  return {
    async of(kind, { market, symbol }, ask) {
      const key = { network, market, symbol };
      const found = await cache.find(kind, key);
      if (found !== undefined && now().getTime() - found.seenAt.getTime() <= maxAgeMs) return found;
      const name = `${market}:${symbol}`;
      const underWay = asking[kind].get(name);
      if (underWay !== undefined) return underWay;
      const asked = ask().finally(() => asking[kind].delete(name));
      asking[kind].set(name, asked);
      const seen = await asked;
      if (seen !== undefined) await cache.keep(kind, key, seen);
      return seen;
    },
  };
}
