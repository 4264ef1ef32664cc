import { intervals } from '../klines.ts';
import type { Book, MarketBook } from '../market-book.ts';
import type { MarketName } from '../protocol/market-name.ts';

const PLENTY = '1000.00000000';
type Payload = Record<string, unknown>;

/** What a change of price says on the stream `name`, or nothing when the stream is of another kind. */
export function marketEvent(
  market: MarketName,
  name: string,
  { book, nowMs, updateId }: { book: MarketBook; nowMs: number; updateId: number },
): Payload | undefined {
  const [lowerSymbol = '', kind = ''] = name.split('@');
  const symbol = lowerSymbol.toUpperCase();
  const prices = book.find(symbol);
  if (prices === undefined || lowerSymbol !== lowerSymbol.toLowerCase()) return undefined;
  const from = { symbol, prices, nowMs, updateId };
  if (kind === 'bookTicker') return bookTicker(market, from);
  if (kind === 'aggTrade') return aggregateTrade(from);
  if (kind.startsWith('kline_')) return kline(from, kind.slice('kline_'.length));
  if (market === 'usdm' && kind.startsWith('markPrice')) return markPrice(from);
  return undefined;
}

type From = { symbol: string; prices: Book; nowMs: number; updateId: number };

function bookTicker(market: MarketName, { symbol, prices, nowMs, updateId }: From): Payload {
  const { bid, ask, bidQty, askQty } = prices;
  const payload = {
    ...{ u: updateId, s: symbol, b: bid.toFixed(8), B: bidQty?.toFixed(8) ?? PLENTY },
    ...{ a: ask.toFixed(8), A: askQty?.toFixed(8) ?? PLENTY },
  };
  return market === 'spot' ? payload : { e: 'bookTicker', ...payload, T: nowMs, E: nowMs };
}

function aggregateTrade({ symbol, prices, nowMs, updateId }: From): Payload {
  return {
    ...{ e: 'aggTrade', E: nowMs, s: symbol, a: updateId, p: prices.last.toFixed(8), q: '0.10000000' },
    ...{ f: updateId, l: updateId, T: nowMs, m: true, M: true },
  };
}

function kline({ symbol, prices, nowMs, updateId }: From, interval: string): Payload | undefined {
  const length = intervals[interval];
  if (length === undefined) return undefined;
  const t = Math.floor(nowMs / length) * length;
  const price = prices.last.toFixed(8);
  return {
    ...{ e: 'kline', E: nowMs, s: symbol },
    k: {
      ...{ t, T: t + length - 1, s: symbol, i: interval, f: updateId, L: updateId },
      ...{ o: price, c: price, h: price, l: price, v: '1', n: 1, x: false, q: price, V: '0.5', Q: '0.5', B: '0' },
    },
  };
}

function markPrice({ symbol, prices, nowMs }: From): Payload {
  const price = prices.mark.toFixed(8);
  return { e: 'markPriceUpdate', E: nowMs, s: symbol, p: price, i: price, P: price, r: '0.00010000', T: nowMs };
}
