import { type Decimal, one, sum, zero } from '../money/decimal.ts';
import { unrealizedPnl } from '../positions/pnl.ts';
import {
  type AccountHoldings,
  type AccountValuation,
  type Figures,
  type PriceCaveats,
  type SeenPrice,
  VALUATION_ASSET,
  type ValuedBalance,
} from './portfolio.ts';

/** Quotes that Binance trades against, to tell the quote of a symbol by how it ends. */
const QUOTES = ['USDT', 'USDC', 'FDUSD', 'TUSD', 'BTC', 'ETH', 'BNB', 'EUR', 'TRY', 'BRL', 'JPY'];
/** The symbols whose prices say what a quote asset is worth. */
export const QUOTE_SYMBOLS: readonly string[] = QUOTES.filter((quote) => quote !== VALUATION_ASSET).map(
  (quote) => `${quote}${VALUATION_ASSET}`,
);
const OLD_AFTER_MS = 5 * 60_000;

/** Knows what was last seen, and notes what was asked for and is missing or old. */
export type PriceBook = {
  of(market: string, symbol: string): Decimal | undefined;
  /** What one of `asset` is worth. */
  worthOf(asset: string): Decimal | undefined;
  readonly caveats: PriceCaveats;
};

export function priceBook(prices: readonly SeenPrice[], now: Date): PriceBook {
  const seen = new Map(prices.map((price) => [`${price.market}:${price.symbol}`, price]));
  const missing = new Set<string>();
  const old = new Set<SeenPrice>();
  const use = (found: SeenPrice | undefined, name: string): Decimal | undefined => {
    if (found === undefined) missing.add(name);
    else if (now.getTime() - found.seenAt.getTime() > OLD_AFTER_MS) old.add(found);
    return found?.price;
  };
  return {
    of: (market, symbol) => use(seen.get(`${market}:${symbol}`), `${market}:${symbol}`),
    worthOf(asset) {
      if (asset === VALUATION_ASSET) return one;
      const symbol = `${asset}${VALUATION_ASSET}`;
      return use(seen.get(`spot:${symbol}`) ?? seen.get(`usdm:${symbol}`), symbol);
    },
    get caveats() {
      return { missing: [...missing].sort(), old: [...old] };
    },
  };
}

/**
 * What an account is worth. Spot holdings are in the balances already; a USD-M position adds what closing it would realize.
 */
export function valueAccount(
  { account, balances, open, totals }: AccountHoldings,
  prices: PriceBook,
): AccountValuation {
  const valued = balances.filter((one) => one.free.plus(one.locked).gt(zero)).map((one) => valueBalance(one, prices));
  const positions = open.map((position) => {
    const price = prices.of(position.market, position.symbol);
    const worth = price === undefined ? undefined : prices.worthOf(quoteOf(position.symbol));
    if (price === undefined || worth === undefined) return { market: position.market, pnl: zero, exposure: zero };
    const pnl = unrealizedPnl(position, price).times(worth);
    return { market: position.market, pnl, exposure: position.quantity.abs().times(price).times(worth) };
  });
  const inAsset = (symbol: string, amount: Decimal): Decimal =>
    amount.eq(zero) ? zero : amount.times(prices.worthOf(quoteOf(symbol)) ?? zero);
  const futuresPnl = sum(positions.filter((one) => one.market === 'usdm').map((one) => one.pnl));
  return {
    accountId: account.id,
    name: account.name,
    mode: account.mode,
    equity: sum(valued.map((one) => one.notional ?? zero)).plus(futuresPnl),
    realizedPnl: sum(totals.map((one) => inAsset(one.symbol, one.realizedPnl))),
    unrealizedPnl: sum(positions.map((one) => one.pnl)),
    exposure: sum(positions.map((one) => one.exposure)),
    commission: sum(totals.map((one) => inAsset(one.symbol, one.commission))),
    balances: valued,
    openPositions: open.length,
  };
}

export function addFigures(figures: readonly Figures[]): Figures {
  return {
    equity: sum(figures.map((one) => one.equity)),
    realizedPnl: sum(figures.map((one) => one.realizedPnl)),
    unrealizedPnl: sum(figures.map((one) => one.unrealizedPnl)),
    exposure: sum(figures.map((one) => one.exposure)),
    commission: sum(figures.map((one) => one.commission)),
  };
}

/** Of several accounts; one that all share is told once. */
export function addCaveats(caveats: readonly PriceCaveats[]): PriceCaveats {
  const old = new Map(caveats.flatMap((one) => one.old).map((price) => [JSON.stringify(price), price]));
  return { missing: [...new Set(caveats.flatMap(({ missing }) => missing))].sort(), old: [...old.values()] };
}

export function quoteOf(symbol: string): string {
  return QUOTES.find((quote) => symbol.endsWith(quote) && symbol !== quote) ?? VALUATION_ASSET;
}

function valueBalance(balance: AccountHoldings['balances'][number], prices: PriceBook): ValuedBalance {
  const worth = prices.worthOf(balance.asset);
  return worth === undefined ? balance : { ...balance, notional: balance.free.plus(balance.locked).times(worth) };
}
