import { type Decimal, min, print, zero } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';
import type { DecisionInput } from './decision.ts';
import type { Resolved } from './resolve-quantity.ts';

/** `market`: what that which is held counts at. */
export type Capping = { quantity: Decimal; price: Decimal; market: Decimal; held: Decimal; side: Side };

/** What the message itself allows the position to become: an entry is cut to what is left of that, and denied at nothing. */
export function capPosition(input: DecisionInput, { quantity, price, market, held, side }: Capping): Resolved {
  const cap = input.signal.maxPositionQuote;
  if (cap === undefined) return { ok: true, quantity };
  const taken = held.times(market).plus(input.risk.openEntries[side]);
  const room = cap.minus(taken);
  if (room.gt(zero)) return { ok: true, quantity: min(quantity, room.div(price)) };
  const figures = { limit: print(cap), actual: print(taken) };
  const reason = `The position is worth "${figures.actual}", and the message allows "${figures.limit}" at most`;
  return { ok: false, denial: { rule: 'max_position_quote', reason, ...figures } };
}
