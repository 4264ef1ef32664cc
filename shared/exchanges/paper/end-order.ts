import { type Books, withOrder } from './books.ts';
import type { OpenPaperOrder, PaperOrder } from './paper-order.ts';

export type Ending = { status: 'canceled' | 'expired'; reason?: string; at: Date };
/** Books after a change, and every order that it changed, once. */
export type BooksChanged = { books: Books; orders: PaperOrder[] };

/** Ends orders that have filled nothing, which frees what they set aside. */
export function endOrders(books: Books, orders: readonly OpenPaperOrder[], ending: Ending): BooksChanged {
  const { status, reason, at } = ending;
  const ended = orders.map(
    (order): PaperOrder => ({ ...order, status, updatedAt: at, ...(reason === undefined ? {} : { reason }) }),
  );
  return { books: ended.reduce(withOrder, books), orders: ended };
}

/** Ends the other order of a pair, if there is one: before its sibling trades, because both have set the same funds aside. */
export function endSibling(books: Books, order: OpenPaperOrder, at: Date): BooksChanged {
  return endOrders(books, siblingsOf(books, order), {
    ...{ status: 'expired', at },
    reason: `The other order of the pair came first: "${order.clientOrderId}"`,
  });
}

/** What is open in the same pair: one order, or none. */
export function siblingsOf(books: Books, { id, pairId }: PaperOrder): OpenPaperOrder[] {
  return pairId === undefined ? [] : books.openOrders.filter((other) => other.pairId === pairId && other.id !== id);
}
