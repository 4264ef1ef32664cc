import type { Books } from './books.ts';
import type { WaitingOrder } from './paper-order.ts';
import type { MarketPrice } from './place-on-books.ts';
import { NOTHING_TO_REDUCE, noPrice, type Refusal, wouldTrigger } from './refusal.ts';
import { isPassed, seeWaiting, triggerPrice } from './see-waiting.ts';
import { executableQuantity, keepOpen, type Settled, type Terms } from './settle-order.ts';

export type Waits = { ok: true; order: WaitingOrder } | { ok: false; refusal: Refusal };

/** Lets a conditional order wait. On spot it sets its funds aside; on USD-M funds and position are looked at when it triggers. */
export function waitOnBooks(
  books: Books,
  placing: { order: WaitingOrder; marketPrice: MarketPrice },
  terms: Terms,
): Settled {
  const waits = readyToWait(books, placing.order, placing.marketPrice);
  return waits.ok ? keepOpen(books, waits.order, terms) : waits;
}

/** The order as it begins to wait: a trailing one follows the price that is known, unless it has to be activated first. */
export function readyToWait(books: Books, order: WaitingOrder, marketPrice: MarketPrice): Waits {
  const refuse = (refusal: Refusal): Waits => ({ ok: false, refusal });
  if (marketPrice !== undefined && isPassed(order, marketPrice)) return refuse(wouldTrigger(order.market));
  const seen = marketPrice && seeWaiting(order, marketPrice);
  const waiting: WaitingOrder = seen?.outcome === 'follows' ? { ...order, bestPrice: seen.bestPrice } : order;
  if (books.market === 'usdm') return { ok: true, order: waiting };
  if (executableQuantity(books, order) === undefined) return refuse(NOTHING_TO_REDUCE);
  // What a purchase will need cannot be set aside before anything is known about its price.
  if (order.side === 'buy' && triggerPrice(waiting) === undefined) return refuse(noPrice(order.symbol));
  return { ok: true, order: waiting };
}
