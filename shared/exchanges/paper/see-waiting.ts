import { type Decimal, decimal, max, min } from '../../money/decimal.ts';
import type { ConditionalTerms, Side } from '../../orders/order.ts';
import { reaches } from './match-order.ts';
import { isResting, type OpenPaperOrder } from './paper-order.ts';

/** What a seen price means to an order that waits. `follows`: a trailing stop begins at it, or has a better one to follow. */
export type Seeing = { outcome: 'waits' } | { outcome: 'follows'; bestPrice: Decimal } | { outcome: 'triggers' };

/** As much of an order as its trigger depends on. */
export type Trigger = { side: Side; bestPrice?: Decimal } & ConditionalTerms;

const BPS = decimal('10000');
const ONE_BP = decimal('0.0001');
const WAITS: Seeing = { outcome: 'waits' };

/** A stop waits where the market is against it, a target where it is in favour: a sell stop below, a sell target above. */
export function seeWaiting(order: Trigger, price: Decimal): Seeing {
  if (order.type === 'trailing_stop') return seeTrailing(order, price);
  return isPassed(order, price) ? { outcome: 'triggers' } : WAITS;
}

/** Whether the market has already reached what the order is to wait for: an exchange does not take it then. */
export function isPassed(order: Trigger, price: Decimal): boolean {
  switch (order.type) {
    case 'stop_market':
    case 'stop_limit':
      return isReached(order.side === 'buy' ? 'above' : 'below', order.stopPrice, price);
    case 'take_profit_market':
    case 'take_profit_limit':
      return isReached(order.side === 'buy' ? 'below' : 'above', order.stopPrice, price);
    case 'trailing_stop':
      return order.activationPrice !== undefined && isActivated(order, price);
  }
}

/** Whether a price changes anything about an open order. */
export function isConcerned(order: OpenPaperOrder, price: Decimal): boolean {
  return isResting(order) ? reaches(order, price) : seeWaiting(order, price).outcome !== 'waits';
}

type Trailing = Extract<Trigger, { type: 'trailing_stop' }>;

/** A sell follows the highest price and triggers once the market has come back from it by the callback; a buy the lowest. */
function seeTrailing(order: Trailing, price: Decimal): Seeing {
  const { side, bestPrice, callbackBps } = order;
  if (bestPrice === undefined) return isActivated(order, price) ? { outcome: 'follows', bestPrice: price } : WAITS;
  const better = side === 'sell' ? max(bestPrice, price) : min(bestPrice, price);
  if (!better.eq(bestPrice)) return { outcome: 'follows', bestPrice: better };
  const kept = side === 'sell' ? BPS.minus(String(callbackBps)) : BPS.plus(String(callbackBps));
  // Multiplied rather than divided, so that the turn is exact.
  const isTurned = isReached(side === 'sell' ? 'below' : 'above', bestPrice.times(kept), price.times(BPS));
  return isTurned ? { outcome: 'triggers' } : WAITS;
}

/** It begins where the market is in its favour, or at once. */
function isActivated({ side, activationPrice }: Trailing, price: Decimal): boolean {
  return activationPrice === undefined || isReached(side === 'sell' ? 'above' : 'below', activationPrice, price);
}

function isReached(from: 'above' | 'below', level: Decimal, price: Decimal): boolean {
  return from === 'above' ? price.gte(level) : price.lte(level);
}

/** What a waiting order is worth per unit: its limit, its trigger, or where a trailing one would turn. Undefined before any price. */
export function triggerPrice(order: Trigger): Decimal | undefined {
  if (order.type !== 'trailing_stop') return 'price' in order ? order.price : order.stopPrice;
  if (order.activationPrice !== undefined) return order.activationPrice;
  return order.bestPrice?.times(BPS.plus(String(order.callbackBps))).times(ONE_BP);
}
