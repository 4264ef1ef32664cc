import type { Decimal } from '../../money/decimal.ts';
import type { Books } from './books.ts';
import { type BooksChanged, endOrders, endSibling } from './end-order.ts';
import { matchOrder } from './match-order.ts';
import type { WaitingOrder } from './paper-order.ts';
import type { PaperSettings } from './paper-settings.ts';
import type { Moment } from './place-on-books.ts';
import { NOTHING_TO_REDUCE, type Refusal } from './refusal.ts';
import { executableQuantity, fillOrder, keepOpen, type Settled } from './settle-order.ts';
import { paperSymbol } from './symbols.ts';

/**
 * Sends an order that waited to the market: at the price that was seen, and not at its trigger, because gaps are real. A limit
 * that the price does not reach rests from now on. What cannot be carried out any more expires.
 */
export function triggerOrder(
  books: Books,
  order: WaitingOrder,
  seen: { price: Decimal } & Moment,
  settings: PaperSettings,
): BooksChanged {
  const triggered: WaitingOrder = { ...order, triggeredAt: seen.at, updatedAt: seen.at };
  const alone = endSibling(books, order, seen.at);
  const settled = carryOut(alone.books, triggered, seen, settings);
  const after = settled.ok
    ? { books: settled.books, orders: [settled.order] }
    : endOrders(alone.books, [triggered], { status: 'expired', reason: settled.refusal.message, at: seen.at });
  return { books: after.books, orders: [...alone.orders, ...after.orders] };
}

function carryOut(
  books: Books,
  order: WaitingOrder,
  { price: marketPrice, at, newTradeId }: { price: Decimal } & Moment,
  settings: PaperSettings,
): Settled {
  const refuse = (refusal: Refusal): Settled => ({ ok: false, refusal });
  const rules = paperSymbol(order.market, order.symbol);
  const quantity = executableQuantity(books, order);
  if (rules === undefined || quantity === undefined) return refuse(NOTHING_TO_REDUCE);
  const match = matchOrder({ ...order, quantity }, marketPrice, { rules, settings });
  switch (match.outcome) {
    case 'refused':
      return refuse(match.refusal);
    case 'rests':
      return keepOpen(books, order, { rules, settings });
    case 'fills': {
      const { price, commission } = match;
      const execution = { quantity, price, commission, tradeId: newTradeId(), filledAt: at };
      return fillOrder(books, order, execution, { rules, settings });
    }
  }
}
