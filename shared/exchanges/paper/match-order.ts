import { ceilToStep, type Decimal, floorToStep, max, one } from '../../money/decimal.ts';
import type { Side } from '../../orders/order.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import type { AskedOrder } from './paper-order.ts';
import type { PaperSettings } from './paper-settings.ts';
import { noPrice, type Refusal } from './refusal.ts';

export type Match =
  | { outcome: 'fills'; price: Decimal; commission: Decimal }
  | { outcome: 'rests' }
  | { outcome: 'refused'; refusal: Refusal };

type Terms = { rules: SymbolRules; settings: Pick<PaperSettings, 'commissionRate' | 'slippageRate'> };

/**
 * Where an order meets the market, a conditional one once it is triggered. A market order takes the price moved against it by the slippage, on the tick that is
 * worse for it. A limit order that the market has reached already takes the market's price, which is the better one.
 */
export function matchOrder(order: AskedOrder, marketPrice: Decimal | undefined, terms: Terms): Match {
  const fillsAt = (price: Decimal): Match => ({
    outcome: 'fills',
    price,
    commission: commissionOf(price.times(order.quantity), terms.settings),
  });
  if (!('price' in order)) {
    if (marketPrice === undefined) return { outcome: 'refused', refusal: noPrice(order.symbol) };
    return fillsAt(onWorseTick(slipped(marketPrice, order.side, terms.settings.slippageRate), order.side, terms.rules));
  }
  if (marketPrice === undefined || !reaches(order, marketPrice)) return { outcome: 'rests' };
  return fillsAt(onWorseTick(marketPrice, order.side, terms.rules));
}

/** Whether a seen price fills a limit order. One that rests fills at its own price, however far the market went past it. */
export function reaches(order: { side: Side; price: Decimal }, marketPrice: Decimal): boolean {
  return order.side === 'buy' ? marketPrice.lte(order.price) : marketPrice.gte(order.price);
}

/** Taken in the quote asset on both sides, so that a position can be closed to exactly zero. */
export function commissionOf(notional: Decimal, settings: Pick<PaperSettings, 'commissionRate'>): Decimal {
  return notional.times(settings.commissionRate);
}

function slipped(price: Decimal, side: Side, slippageRate: Decimal): Decimal {
  return price.times(side === 'buy' ? one.plus(slippageRate) : one.minus(slippageRate));
}

/** A sell below the first tick still gets one tick: nothing is given away for nothing. */
function onWorseTick(price: Decimal, side: Side, { tickSize }: SymbolRules): Decimal {
  return side === 'buy' ? ceilToStep(price, tickSize) : max(floorToStep(price, tickSize), tickSize);
}
