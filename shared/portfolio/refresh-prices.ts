import type { Account } from '../accounts/account.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Market } from '../markets/market.ts';
import type { Position } from '../positions/position.ts';
import { type SeenPrice, VALUATION_ASSET } from './portfolio.ts';
import type { PortfolioStore } from './store.ts';
import { quoteOf } from './value-account.ts';

export type RefreshPricesDeps = { portfolio: PortfolioStore };
type Place = { market: Market; symbol: string };

/**
 * Asks an account's exchange what its holdings trade at, and keeps that. What was asked about once is asked about ever after: an asset
 * whose price was forgotten would look like a loss. A symbol that has no price now keeps the one it had. Paper needs none of it.
 */
export async function refreshPrices(
  { portfolio }: RefreshPricesDeps,
  exchange: Exchange,
  account: Pick<Account, 'id' | 'userId' | 'mode'>,
): Promise<void> {
  if (account.mode === 'paper') return;
  const [open, known] = await Promise.all([
    portfolio.openPositions(account.userId, account.id),
    portfolio.knownPrices(account.userId, account.id),
  ]);
  const places = new Map([...known, ...open.flatMap(placesOf)].map((place) => [nameOf(place), place]));
  const seen = await Promise.all(
    [...places.values()].map(async ({ market, symbol }): Promise<SeenPrice[]> => {
      const last = await exchange.lastPrice(market, symbol);
      return last === undefined ? [] : [{ market, symbol, ...last }];
    }),
  );
  await portfolio.keepPrices(account.userId, account.id, seen.flat());
}

const nameOf = ({ market, symbol }: Place): string => `${market}:${symbol}`;

/** The symbol itself, and what its assets are worth. */
function placesOf({ market, symbol }: Position): Place[] {
  const quote = quoteOf(symbol);
  const assets = [quote, ...(market === 'spot' ? [symbol.slice(0, symbol.length - quote.length)] : [])];
  const worths = assets.filter((asset) => asset !== VALUATION_ASSET).map((asset) => `${asset}${VALUATION_ASSET}`);
  return [{ market, symbol }, ...worths.map((worth): Place => ({ market: 'spot', symbol: worth }))];
}
