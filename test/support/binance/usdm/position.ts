import { type Decimal, decimal, min, zero } from '../../../../shared/money/decimal.ts';
import { cut8, cut20 } from '../protocol/amounts.ts';
import type { PositionSide, Side } from './order.ts';

/** Signed: negative is short. What the entry cost is kept, not its average, so that nothing is lost in dividing. */
export type Position = {
  symbol: string;
  side: PositionSide;
  amount: Decimal;
  cost: Decimal;
  updatedAtMs: number;
};

const MINUS_ONE = decimal('-1');

export const signed = (side: Side, quantity: Decimal): Decimal =>
  side === 'BUY' ? quantity : quantity.times(MINUS_ONE);

export const entryOf = ({ amount, cost }: Position): Decimal => (amount.eq(zero) ? zero : cost.div(amount.abs()));

/** What closing at `price` would bring. */
export function unrealizedOf({ amount, cost }: Position, price: Decimal): Decimal {
  const worth = amount.abs().times(price);
  return cut8(amount.gt(zero) ? worth.minus(cost) : cost.minus(worth));
}

/** Changes the position by a trade. @returns what the closed part of it earned, to eight decimals */
export function applyTrade(position: Position, side: Side, quantity: Decimal, price: Decimal): Decimal {
  const change = signed(side, quantity);
  const isOpposite = position.amount.times(change).lt(zero);
  if (!isOpposite) {
    position.amount = position.amount.plus(change);
    position.cost = position.cost.plus(quantity.times(price));
    return zero;
  }
  const held = position.amount.abs();
  const closed = min(held, quantity);
  const costOfClosed = closed.eq(held) ? position.cost : cut20(position.cost.times(closed).div(held));
  const worth = closed.times(price);
  const realized = cut8(position.amount.gt(zero) ? worth.minus(costOfClosed) : costOfClosed.minus(worth));
  position.amount = position.amount.plus(change);
  const opened = quantity.minus(closed);
  position.cost = opened.gt(zero) ? opened.times(price) : position.cost.minus(costOfClosed);
  return realized;
}
