import { type Decimal, zero } from '../../money/decimal.ts';
import { isConditional } from '../../orders/order.ts';
import { type Books, withOrder } from './books.ts';
import { checkFilters } from './check-filters.ts';
import type { PaperOrder } from './paper-order.ts';
import type { MarketPrice } from './place-on-books.ts';
import { BAD_RELATIONSHIP, notSupported, type Refusal } from './refusal.ts';
import { triggerPrice } from './see-waiting.ts';
import { canLock, cannotAfford, type Terms } from './settle-order.ts';
import { readyToWait } from './wait-on-books.ts';

export type PaperPair = { takeProfit: PaperOrder; stop: PaperOrder };
export type PairSettled = ({ ok: true; books: Books } & PaperPair) | { ok: false; refusal: Refusal };

/** Both orders of a spot pair, or neither. They share what they set aside. */
export function pairOnBooks(
  books: Books,
  { takeProfit, stop, marketPrice }: PaperPair & { marketPrice: MarketPrice },
  terms: Terms,
): PairSettled {
  const refusal = refusePair({ takeProfit, stop, marketPrice }, terms);
  if (refusal !== undefined) return { ok: false, refusal };
  const [target, guard] = [begin(books, takeProfit, marketPrice), begin(books, stop, marketPrice)];
  if (!target.ok) return target;
  if (!guard.ok) return guard;
  const after = withOrder(withOrder(books, guard.order), target.order);
  if (!canLock(books, after, { order: stop, ...terms })) return cannotAfford(books);
  return { ok: true, books: after, takeProfit: target.order, stop: guard.order };
}

function refusePair({ takeProfit, stop, marketPrice }: PaperPair & { marketPrice: MarketPrice }, { rules }: Terms) {
  if (stop.type === 'trailing_stop' && stop.activationPrice !== undefined)
    return notSupported('an activation price for the stop of a spot pair, which begins to follow at once');
  const violated = checkFilters(rules, takeProfit, marketPrice) ?? checkFilters(rules, stop, marketPrice);
  return violated ?? (isAround(marketPrice, { takeProfit, stop }) ? undefined : BAD_RELATIONSHIP);
}

/**
 * In a sale the target stands above the market and the stop below it, in a purchase the other way round.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#new-order-list---oco-trade
 */
function isAround(marketPrice: MarketPrice, { takeProfit, stop }: PaperPair): boolean {
  const target = takeProfit.type === 'limit' ? takeProfit.price : anchorOf(takeProfit);
  const guard = 'stopPrice' in stop ? stop.stopPrice : undefined;
  const [upper, lower] = stop.side === 'sell' ? [target, guard] : [guard, target];
  const from = marketPrice ?? lower ?? zero;
  const to = marketPrice ?? upper;
  return (upper === undefined || upper.gt(from)) && (lower === undefined || to === undefined || lower.lt(to));
}

function anchorOf(order: PaperOrder): Decimal | undefined {
  return isConditional(order) ? triggerPrice(order) : undefined;
}

type Begun = { ok: true; order: PaperOrder } | { ok: false; refusal: Refusal };

function begin(books: Books, order: PaperOrder, marketPrice: MarketPrice): Begun {
  return isConditional(order) ? readyToWait(books, order, marketPrice) : { ok: true, order };
}
