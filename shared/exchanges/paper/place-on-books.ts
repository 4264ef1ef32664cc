import type { Decimal } from '../../money/decimal.ts';
import type { Books } from './books.ts';
import { checkFilters } from './check-filters.ts';
import { matchOrder } from './match-order.ts';
import type { PaperOrder } from './paper-order.ts';
import { NOTHING_TO_REDUCE } from './refusal.ts';
import { executableQuantity, fillOrder, restOrder, type Settled, type Terms } from './settle-order.ts';

export type Moment = { at: Date; newTradeId: () => string };
export type MarketPrice = Decimal | undefined;

/** All that the exchange does with a new order, one after the other: filters, reduce only, matching, funds. */
export function placeOnBooks(
  books: Books,
  placing: { order: PaperOrder; marketPrice: MarketPrice } & Moment,
  terms: Terms,
): Settled {
  const { order, marketPrice, at, newTradeId } = placing;
  const violated = checkFilters(terms.rules, order, marketPrice);
  if (violated !== undefined) return { ok: false, refusal: violated };
  const quantity = executableQuantity(books, order);
  if (quantity === undefined) return { ok: false, refusal: NOTHING_TO_REDUCE };
  const match = matchOrder({ ...order, quantity }, marketPrice, terms);
  switch (match.outcome) {
    case 'refused':
      return { ok: false, refusal: match.refusal };
    case 'rests':
      return restOrder(books, order, terms);
    case 'fills': {
      const { price, commission } = match;
      return fillOrder(books, order, { quantity, price, commission, tradeId: newTradeId(), filledAt: at }, terms);
    }
  }
}
