import { type Decimal, min, zero } from '../money/decimal.ts';
import { realizedPnl } from './pnl.ts';
import type { Holding } from './position.ts';

export const nothingHeld: Holding = { quantity: zero, entryNotional: zero };

/** Both signed like the change that they add up to: `closing` leads towards zero, `opening` away from it. */
export type Parts = { closing: Decimal; opening: Decimal };

/** A change against the holding closes up to all of it; what is left opens the other way. */
export function partsOf(quantity: Decimal, change: Decimal): Parts {
  if (quantity.times(change).gte(zero)) return { closing: zero, opening: change };
  const closed = min(quantity.abs(), change.abs());
  const closing = change.lt(zero) ? closed.neg() : closed;
  return { closing, opening: change.minus(closing) };
}

/**
 * Changes a holding at a price. The cost of a closed part is its share of the cost of the whole; the rest keeps what is left
 * of it, so that nothing is lost to rounding.
 */
export function changeHolding(
  held: Holding,
  change: Decimal,
  price: Decimal,
): { holding: Holding; realizedPnl: Decimal } {
  const { closing, opening } = partsOf(held.quantity, change);
  const closedCost = costOf(held, closing.abs());
  return {
    holding: {
      quantity: held.quantity.plus(change),
      entryNotional: held.entryNotional.minus(closedCost).plus(opening.abs().times(price)),
    },
    realizedPnl: realizedPnl({ quantity: closing.neg(), entryNotional: closedCost }, price),
  };
}

function costOf(held: Holding, quantity: Decimal): Decimal {
  const whole = held.quantity.abs();
  if (quantity.eq(zero)) return zero;
  return quantity.eq(whole) ? held.entryNotional : held.entryNotional.times(quantity).div(whole);
}
