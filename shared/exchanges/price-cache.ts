import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { BookTicker } from './exchange.ts';

export type LastPrice = { price: Decimal; seenAt: Date };

/** What can be seen of a symbol, each with the instant that it was seen at. */
export type SeenPrices = { last: LastPrice; book: BookTicker };
export type PriceKind = keyof SeenPrices;
export type PriceKey = { network: string; market: Market; symbol: string };

/**
 * What was seen of the market a moment ago, for every process that shares it. Whoever finds something decides by its `seenAt`
 * whether it still is a price. Never throws: what cannot be read was not seen.
 */
export interface PriceCache {
  find<Kind extends PriceKind>(kind: Kind, key: PriceKey): Promise<SeenPrices[Kind] | undefined>;
  /** What is there already and was seen later stays. */
  keep<Kind extends PriceKind>(kind: Kind, key: PriceKey, seen: SeenPrices[Kind]): Promise<void>;
}
