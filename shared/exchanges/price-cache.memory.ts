import type { PriceCache, PriceKey, PriceKind, SeenPrices } from './price-cache.ts';

const MAX_KEPT = 2_000;

/** For one process. Those that were kept longest ago go first. */
export function memoryPriceCache(): PriceCache {
  const kept: { [Kind in PriceKind]: Map<string, SeenPrices[Kind]> } = { last: new Map(), book: new Map() };
  return {
    async find(kind, key) {
      return kept[kind].get(nameOf(key));
    },
    async keep(kind, key, seen) {
      const name = nameOf(key);
      const before = kept[kind].get(name);
      if (before !== undefined && before.seenAt > seen.seenAt) return;
      kept[kind].delete(name);
      kept[kind].set(name, seen);
      const [oldest] = kept[kind].keys();
      if (kept[kind].size > MAX_KEPT && oldest !== undefined) kept[kind].delete(oldest);
    },
  };
}

export const nameOf = ({ network, market, symbol }: PriceKey): string => `${network}:${market}:${symbol}`;
