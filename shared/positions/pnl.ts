import { type Decimal, zero } from '../money/decimal.ts';
import type { Holding, Position } from './position.ts';

/** What closing all of `part` at `price` brings beyond what it cost, in quote, before commission. */
export function realizedPnl(part: Holding, price: Decimal): Decimal {
  const cost = part.quantity.lt(zero) ? part.entryNotional.neg() : part.entryNotional;
  return part.quantity.times(price).minus(cost);
}

/** What closing the open part at `price` would realize. */
export function unrealizedPnl(holding: Holding, price: Decimal): Decimal {
  return realizedPnl(holding, price);
}

/** All that the position has brought so far: closed part, open part marked to `price`, less commission. */
export function netPnl(position: Position, price: Decimal): Decimal {
  return position.realizedPnl.plus(unrealizedPnl(position, price)).minus(position.commission);
}
