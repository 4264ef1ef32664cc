import type { Market } from '../markets/market.ts';

/** A symbol as the exchange spells it. `market` is absent where the spelling leaves it open: `BTCUSDT` may be spot or USD-M. */
export type SymbolReading = { symbol: string; market?: Market; chartExchange?: string; delayed?: boolean };
export type SymbolRefusal = { refused: { code: string; reason: string } };

type Parts = { symbol: string; market?: Market };

/** Exchanges of shares, as charts name them. */
const STOCKS: ReadonlySet<string> = new Set(
  'NASDAQ NYSE AMEX ARCA BATS OTC KRX TSE HKEX LSE XETR NSE BSE TSX ASX'.split(' '),
);
const LINEAR = ['USDT', 'USDC', 'FDUSD'];
const PERPETUAL_WORDS = ['PERP', 'SWAP'];
/** `MNQU2025`: a root, the letter of a month and a year. */
const FUTURE = /^[A-Z0-9]{1,4}[FGHJKMNQUVXZ]20\d{2}$/;
const SYMBOL = /^[\p{L}\p{N}]{2,30}$/u;
const OPTION = /(?:^|[^0-9])\d{6}[CP]\d|-\d{5,6}-\d+(?:\.\d+)?-[CP]$/;
const DATED = /(?:USDT?|USDC|[A-Z])[-_:]?\d{6}$/;

/**
 * Reads a symbol in any of the spellings that charts and bots use. `base` and `quote` are for messages that name them apart;
 * digits are never taken off, and USD is never taken for USDT.
 */
export function readSymbol(text: string, base?: string, quote?: string): SymbolReading | SymbolRefusal {
  if (text.trim() === '' && (!base?.trim() || !quote?.trim())) return refuse('symbol_missing', '', 'is empty');
  const whole = text.trim() === '' ? `${base ?? ''}/${quote ?? ''}` : withQuote(text, quote);
  const { rest, exchange } = withoutExchange(whole.trim().toUpperCase());
  const parts = readUnprefixed(rest);
  if ('refused' in parts) return parts;
  const chart = exchange === undefined ? undefined : readChartExchange(exchange);
  if (chart !== undefined && isStockExchange(chart.name))
    return refuse('stock', whole, 'is a share; only spot and USD-M symbols are traded');
  return {
    ...parts,
    ...(chart && { chartExchange: chart.name }),
    ...(chart?.isDelayed && { delayed: true }),
  };
}

/** Reads the exchange of a chart; `_DL` and `_DLY` at its end say that its prices are delayed. */
export function readChartExchange(text: string): { name: string; isDelayed: boolean } | undefined {
  const name = text.trim().toUpperCase();
  if (!/^[A-Z0-9_. -]{1,40}$/.test(name)) return undefined;
  const plain = name.replace(/_DLY?$/, '');
  return { name: plain, isDelayed: plain !== name };
}

export function isStockExchange(name: string): boolean {
  return STOCKS.has(name);
}

/** `{"coin": "BTC", "quote": "USDT"}` */
function withQuote(text: string, quote: string | undefined): string {
  const isBare = /^[A-Za-z0-9]{1,20}$/.test(text.trim());
  const isWhole =
    quote === undefined ||
    text
      .trim()
      .toUpperCase()
      .endsWith(
        quote
          .trim()
          .toUpperCase()
          .replace(/\.P$|PERP$/, ''),
      );
  return isBare && !isWhole ? `${text.trim()}/${quote}` : text;
}

/** Takes off `BINANCE:`, but not the settlement asset of `BTC/USDT:USDT`. */
function withoutExchange(text: string): { rest: string; exchange?: string } {
  const colon = text.indexOf(':');
  const slash = text.indexOf('/');
  if (colon < 0 || (slash >= 0 && slash < colon)) return { rest: text };
  return { rest: text.slice(colon + 1), exchange: text.slice(0, colon) };
}

function readUnprefixed(text: string): Parts | SymbolRefusal {
  if (text.includes('!')) return refuse('continuous_future', text, 'is a continuous future, which no exchange trades');
  if (OPTION.test(text)) return refuse('option', text, 'is an option; only spot and USD-M symbols are traded');
  if (DATED.test(text) || FUTURE.test(text))
    return refuse('dated_future', text, 'expires; only spot and perpetual USD-M symbols are traded');
  const parts = readPerpetual(text) ?? { symbol: text.replace(/[/_-]/, '') };
  if ('refused' in parts || SYMBOL.test(parts.symbol)) return parts;
  return refuse('symbol_unreadable', text, 'is not a symbol, such as BTCUSDT, BINANCE:BTCUSDT or BTCUSDT.P');
}

/** Reads the spellings that say perpetual, or nothing when the symbol does not say so. */
function readPerpetual(text: string): Parts | SymbolRefusal | undefined {
  if (text.includes(':')) return readSettled(text);
  if (text.endsWith('.P')) return perpetual(text, text.slice(0, -2).replace(/[/_-]/, ''));
  const words = text.split(/[/_-]/);
  const last = words.at(-1) ?? '';
  if (words.length === 2 && PERPETUAL_WORDS.includes(last)) return perpetual(text, wordBeforePerpetual(words[0] ?? ''));
  if (words.length === 3 && PERPETUAL_WORDS.includes(last)) return perpetual(text, words.slice(0, 2).join(''));
  if (last === 'PERPETUAL') return coinMargined(text);
  const joined = words.length <= 2 ? words.join('') : '';
  const isJoined = joined.endsWith('PERP') && [...LINEAR, 'USD'].some((quote) => joined.slice(0, -4).endsWith(quote));
  return isJoined ? perpetual(text, joined.slice(0, -4)) : undefined;
}

/** `BTC-PERP` leaves the quote out: it is USDT. `BTCUSDT_PERP` does not. */
function wordBeforePerpetual(word: string): string {
  return [...LINEAR, 'USD'].some((quote) => word.endsWith(quote) && word !== quote) ? word : `${word}USDT`;
}

/** `BTC/USDT:USDT` is settled in what it is quoted in, `BTC/USD:BTC` in the coin. */
function readSettled(text: string): Parts | SymbolRefusal {
  const [pair = '', settled = ''] = text.split(':');
  const [base = '', quote = ''] = pair.split('/');
  return quote === settled ? perpetual(text, base + quote) : coinMargined(text);
}

function perpetual(text: string, symbol: string): Parts | SymbolRefusal {
  const isLinear = LINEAR.some((quote) => symbol.endsWith(quote));
  return symbol.endsWith('USD') && !isLinear ? coinMargined(text) : { symbol, market: 'usdm' };
}

function coinMargined(text: string): SymbolRefusal {
  return refuse('coin_margined', text, 'is a coin-margined contract; only spot and USD-M symbols are traded');
}

function refuse(code: string, text: string, problem: string): SymbolRefusal {
  const shown = text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
  return { refused: { code, reason: `Cannot read symbol: "${shown}" ${problem}` } };
}
