import type { Decimal } from '../../money/decimal.ts';
import { type Books, withOrder } from './books.ts';
import { type BooksChanged, endOrders, endSibling } from './end-order.ts';
import { commissionOf, reaches } from './match-order.ts';
import {
  isResting,
  type OpenPaperOrder,
  type PaperOrder,
  type RestingOrder,
  type WaitingOrder,
} from './paper-order.ts';
import type { PaperSettings } from './paper-settings.ts';
import type { Moment } from './place-on-books.ts';
import { NOTHING_TO_REDUCE } from './refusal.ts';
import { seeWaiting } from './see-waiting.ts';
import { executableQuantity, fillOrder } from './settle-order.ts';
import { paperSymbol } from './symbols.ts';
import { triggerOrder } from './trigger-order.ts';

export type Seen = { symbol: string; price: Decimal };

/** Carries out what a price means to the open orders of a symbol, oldest first. What one of them ends is passed over. */
export function matchOpenOrders(before: Books, seen: Seen & Moment, settings: PaperSettings): BooksChanged {
  // By id: one that begins to follow the price may be ended at the same price by its sibling.
  const orders = new Map<string, PaperOrder>();
  let books = before;
  for (const { id, symbol } of before.openOrders) {
    const order = symbol === seen.symbol ? books.openOrders.find((open) => open.id === id) : undefined;
    if (order === undefined) continue;
    const changed = matchOpen(books, order, seen, settings);
    books = changed.books;
    for (const one of changed.orders) orders.set(one.id, one);
  }
  return { books, orders: [...orders.values()] };
}

function matchOpen(books: Books, order: OpenPaperOrder, seen: Seen & Moment, settings: PaperSettings): BooksChanged {
  if (!isResting(order)) return matchWaiting(books, order, seen, settings);
  return reaches(order, seen.price) ? fillResting(books, order, seen, settings) : { books, orders: [] };
}

function matchWaiting(books: Books, order: WaitingOrder, seen: Seen & Moment, settings: PaperSettings): BooksChanged {
  const seeing = seeWaiting(order, seen.price);
  switch (seeing.outcome) {
    case 'waits':
      return { books, orders: [] };
    case 'follows': {
      const following = { ...order, bestPrice: seeing.bestPrice };
      return { books: withOrder(books, following), orders: [following] };
    }
    case 'triggers':
      return triggerOrder(books, order, seen, settings);
  }
}

/** At its own price. An order whose position or funds have gone meanwhile expires, as it would at a real exchange. */
function fillResting(
  before: Books,
  order: RestingOrder,
  { at, newTradeId }: Moment,
  settings: PaperSettings,
): BooksChanged {
  const { books, orders } = endSibling(before, order, at);
  const expired = (reason: string): BooksChanged => {
    const ended = endOrders(books, [order], { status: 'expired', reason, at });
    return { books: ended.books, orders: [...orders, ...ended.orders] };
  };
  const rules = paperSymbol(order.market, order.symbol);
  const quantity = executableQuantity(books, order);
  if (rules === undefined || quantity === undefined) return expired(NOTHING_TO_REDUCE.message);
  const { price } = order;
  const commission = commissionOf(price.times(quantity), settings);
  const execution = { quantity, price, commission, tradeId: newTradeId(), filledAt: at };
  const settled = fillOrder(books, order, execution, { rules, settings });
  return settled.ok ? { books: settled.books, orders: [...orders, settled.order] } : expired(settled.refusal.message);
}
