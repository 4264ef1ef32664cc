import type { Decimal } from '../../money/decimal.ts';
import { type Books, withOrder } from './books.ts';
import { commissionOf, reaches } from './match-order.ts';
import type { PaperOrder, RestingOrder } from './paper-order.ts';
import type { PaperSettings } from './paper-settings.ts';
import type { Moment } from './place-on-books.ts';
import { NOTHING_TO_REDUCE, type Refusal } from './refusal.ts';
import { executableQuantity, fillOrder } from './settle-order.ts';
import { paperSymbol } from './symbols.ts';

export type Seen = { symbol: string; price: Decimal };

/** Fills what rests in a symbol and is reached by a price, oldest first, each at its own price. */
export function matchResting(
  books: Books,
  seen: Seen & Moment,
  settings: PaperSettings,
): { books: Books; orders: PaperOrder[] } {
  const orders: PaperOrder[] = [];
  let after = books;
  for (const order of books.resting) {
    if (order.symbol !== seen.symbol || !reaches(order, seen.price)) continue;
    const settled = fillResting(after, order, seen, settings);
    after = settled.books;
    orders.push(settled.order);
  }
  return { books: after, orders };
}

/** An order whose position or funds have gone meanwhile expires, as it would at a real exchange. */
function fillResting(
  books: Books,
  order: RestingOrder,
  { at, newTradeId }: Moment,
  settings: PaperSettings,
): { books: Books; order: PaperOrder } {
  const expired = ({ message }: Refusal): { books: Books; order: PaperOrder } => {
    const ended: PaperOrder = { ...order, status: 'expired', reason: message, updatedAt: at };
    return { books: withOrder(books, ended), order: ended };
  };
  const rules = paperSymbol(order.market, order.symbol);
  const quantity = executableQuantity(books, order);
  if (rules === undefined || quantity === undefined) return expired(NOTHING_TO_REDUCE);
  const { price } = order;
  const commission = commissionOf(price.times(quantity), settings);
  const execution = { quantity, price, commission, tradeId: newTradeId(), filledAt: at };
  const settled = fillOrder(books, order, execution, { rules, settings });
  return settled.ok ? settled : expired(settled.refusal);
}
