import { type Decimal, decimal } from '../../../shared/money/decimal.ts';

/** What a test may say about a symbol. Bid and ask are the price itself unless told apart. */
export type BookInput = {
  bid?: string;
  ask?: string;
  /** How much stands at the best price; absent means more than anybody asks for. */
  bidQty?: string;
  askQty?: string;
  /** The average of the last minutes that some filters use; absent means the last price. */
  average?: string;
  /** USD-M: absent means the last price. */
  mark?: string;
};

export type Book = {
  last: Decimal;
  bid: Decimal;
  ask: Decimal;
  bidQty: Decimal | undefined;
  askQty: Decimal | undefined;
  average: Decimal;
  mark: Decimal;
  updatedAtMs: number;
};

/** The last price and the best bid and ask of every symbol of one market: all there is of an order book. */
export type MarketBook = {
  set(symbol: string, price: string, input: BookInput, nowMs: number): Book;
  find(symbol: string): Book | undefined;
  /** @throws RangeError when the test never set a price: an order there has nothing to trade against */
  of(symbol: string): Book;
};

export function marketBook(): MarketBook {
  const books = new Map<string, Book>();
  const optional = (text: string | undefined): Decimal | undefined => (text === undefined ? undefined : decimal(text));
  return {
    set(symbol, price, input, nowMs) {
      const last = decimal(price);
      const book: Book = {
        last,
        bid: optional(input.bid) ?? last,
        ask: optional(input.ask) ?? last,
        bidQty: optional(input.bidQty),
        askQty: optional(input.askQty),
        average: optional(input.average) ?? last,
        mark: optional(input.mark) ?? last,
        updatedAtMs: nowMs,
      };
      books.set(symbol, book);
      return book;
    },
    find: (symbol) => books.get(symbol),
    of(symbol) {
      const book = books.get(symbol);
      if (book === undefined) throw new RangeError(`Cannot trade ${symbol}: the test has set no price for it`);
      return book;
    },
  };
}
