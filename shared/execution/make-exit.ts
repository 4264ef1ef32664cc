import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, floorToStep, min, one, print, zero } from '../money/decimal.ts';
import type { OrderDraft, Side } from '../orders/order.ts';
import type { Size } from '../signals/signal.ts';
import type { Move } from './decide-moves.ts';
import type { DecisionInput } from './decision.ts';
import { brought, type Made, refused } from './make-entry.ts';
import { marketPrice, type OrderPrice, orderPrice } from './order-price.ts';
import { heldQuantity, type Resolved, resolveQuantity } from './resolve-quantity.ts';

export type Exit = Extract<Move, { do: 'close' | 'reduce' }>;

/**
 * An exit asks for no more than is held, and for no permission. What is too small to send is said, not rounded up. One that
 * makes room for an entry goes at the market, because the entry waits for it.
 */
export function makeExit(input: DecisionInput, rules: SymbolRules, move: Exit & { isTurn: boolean }): Made {
  const held = heldQuantity(input);
  const side: Side = move.side === 'long' ? 'sell' : 'buy';
  const priced = move.isTurn && input.signal.orderType === 'limit' ? MARKET : orderPrice(input, rules, side);
  if (!priced.ok) return { denial: priced.denial };
  const known = priced.limit ?? marketPrice(input) ?? input.signal.price;
  const wanted = move.do === 'close' ? { ok: true as const, quantity: held } : partOf(input, rules, move.size, known);
  if (!wanted.ok) return { denial: wanted.denial };
  const quantity = floorToStep(wanted.quantity, rules.stepSize);
  if (quantity.lte(zero) || quantity.lt(rules.minQuantity))
    return refused(
      'min_quantity',
      `Nothing to send: quantity "${print(quantity)}" is below the minimum "${print(rules.minQuantity)}"`,
    );
  const common = {
    market: input.market,
    symbol: input.symbol,
    side,
    quantity,
    reduceOnly: true,
    purpose: quantity.eq(floorToStep(held, rules.stepSize)) ? ('close' as const) : ('reduce' as const),
  };
  const draft: OrderDraft =
    priced.limit === undefined ? { ...common, type: 'market' } : { ...common, type: 'limit', price: priced.limit };
  const price = known ?? zero;
  const figures = { wantedQuantity: wanted.quantity, notional: quantity.times(price), price };
  return { order: { draft, ...figures, ...brought(input) } };
}

const MARKET: OrderPrice = { ok: true };

/** A size in money needs a price; where none is known the exit is all of the position rather than none of it. */
function partOf(input: DecisionInput, rules: SymbolRules, size: Size, price: Decimal | undefined): Resolved {
  const held = heldQuantity(input);
  const isInBase = size.type === 'base' || size.type === 'contracts' || size.type === 'pct_position';
  if (price === undefined && !isInBase) return { ok: true, quantity: held };
  const resolved = resolveQuantity(size, input, { price: price ?? one, rules, leverage: one });
  return resolved.ok ? { ok: true, quantity: min(resolved.quantity, held) } : resolved;
}
