import type { Decimal } from '../../money/decimal.ts';
import { isConditional } from '../../orders/order.ts';
import type { Books } from './books.ts';
import { checkFilters } from './check-filters.ts';
import { matchOrder } from './match-order.ts';
import type { PaperOrder } from './paper-order.ts';
import { NOTHING_TO_REDUCE, wouldTake } from './refusal.ts';
import { executableQuantity, fillOrder, keepOpen, type Settled, type Terms } from './settle-order.ts';
import { waitOnBooks } from './wait-on-books.ts';

export type Moment = { at: Date; newTradeId: () => string };
export type MarketPrice = Decimal | undefined;

/** All that the exchange does with a new order, one after the other: filters, trigger, reduce only, matching, funds. */
export function placeOnBooks(
  books: Books,
  placing: { order: PaperOrder; marketPrice: MarketPrice } & Moment,
  terms: Terms,
): Settled {
  const { order, marketPrice, at, newTradeId } = placing;
  const violated = checkFilters(terms.rules, order, marketPrice);
  if (violated !== undefined) return { ok: false, refusal: violated };
  if (isConditional(order)) return waitOnBooks(books, { order, marketPrice }, terms);
  const quantity = executableQuantity(books, order);
  if (quantity === undefined) return { ok: false, refusal: NOTHING_TO_REDUCE };
  const match = matchOrder({ ...order, quantity }, marketPrice, terms);
  switch (match.outcome) {
    case 'refused':
      return { ok: false, refusal: match.refusal };
    case 'rests':
      return isPatient(order) ? keepOpen(books, order, terms) : unfilled(books, order, at);
    case 'fills': {
      if (order.type === 'limit' && order.postOnly) return { ok: false, refusal: wouldTake(order.market) };
      const { price, commission } = match;
      return fillOrder(books, order, { quantity, price, commission, tradeId: newTradeId(), filledAt: at }, terms);
    }
  }
}

function isPatient(order: PaperOrder): boolean {
  return order.type === 'limit' && (order.timeInForce ?? 'gtc') === 'gtc';
}

/** Immediate or cancel, and nothing was immediate. */
function unfilled(books: Books, order: PaperOrder, at: Date): Settled {
  const reason = 'Nothing could be filled at once';
  return { ok: true, books, order: { ...order, status: 'expired', reason, updatedAt: at } };
}
