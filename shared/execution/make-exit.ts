import { fitOrder } from '../exchanges/fit-order.ts';
import { splitQuantity } from '../exchanges/split-quantity.ts';
import { lotOf, type SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, floorToStep, max, min, one, print, zero } from '../money/decimal.ts';
import { isConditional, type OrderDraft, type Side } from '../orders/order.ts';
import type { Denial } from '../risk/denial.ts';
import { BASE_SIZES, type Size } from '../signals/signal.ts';
import type { Move } from './decide-moves.ts';
import { decidedPrice, lotType } from './decided-price.ts';
import type { DecidedOrder, DecisionInput } from './decision.ts';
import { brought } from './make-entry.ts';
import { marketPrice } from './order-price.ts';
import { type FoundTerms, orderTerms } from './order-terms.ts';
import { heldQuantity, type Resolved, resolveQuantity } from './resolve-quantity.ts';

export type Exit = Extract<Move, { do: 'close' | 'reduce' }>;
/** What one order cannot hold comes as several; a denial tells what is left even so. */
export type MadeExit = { orders: DecidedOrder[]; denial?: Denial };

const refused = (rule: string, reason: string): MadeExit => ({ orders: [], denial: { rule, reason } });

/**
 * An exit asks for no more than is held, and for no permission. What is too small to send is said, not rounded up, and what is
 * too large for one order is sent as several. One that makes room for an entry goes at the market, because the entry waits for it.
 */
export function makeExit(input: DecisionInput, rules: SymbolRules, move: Exit & { isTurn: boolean }): MadeExit {
  const held = heldQuantity(input);
  const side: Side = move.side === 'long' ? 'sell' : 'buy';
  const found = move.isTurn && input.signal.orderType !== 'market' ? MARKET : exitTerms(input, rules, side);
  if (!found.ok) return { orders: [], denial: found.denial };
  const { terms } = found;
  const known = decidedPrice(terms, side, marketPrice(input) ?? input.signal.price);
  const wanted = move.do === 'close' ? { ok: true as const, quantity: held } : partOf(input, rules, move.size, known);
  if (!wanted.ok) return { orders: [], denial: wanted.denial };
  const split = splitQuantity(wanted.quantity, lotOf(rules, { type: lotType(terms) }), rules.stepSize);
  if (!split.ok) return refused('min_quantity', split.reason);
  const { parts, left } = split;
  if (isConditional(terms) && parts.length > 1)
    return refused(
      'max_quantity',
      `"${print(wanted.quantity)}" is more than one order holds, and an exit that waits is one order`,
    );
  const isWhole = floorToStep(held, rules.stepSize).eq(floorToStep(wanted.quantity, rules.stepSize));
  const orders: DecidedOrder[] = [];
  for (const quantity of parts) {
    const purpose = isWhole ? ('close' as const) : ('reduce' as const);
    const { market, symbol } = input;
    const draft: OrderDraft = { market, symbol, side, quantity, reduceOnly: true, purpose, ...terms };
    const fitted = fitOrder(asExit(rules, known), draft, { price: fairPrice(input, draft, known) });
    if (!fitted.ok) return { orders, denial: { rule: fitted.rule, reason: fitted.reason } };
    const price = known ?? zero;
    const wantedQuantity = parts.length === 1 ? wanted.quantity : quantity;
    orders.push({
      draft: fitted.draft,
      wantedQuantity,
      notional: fitted.draft.quantity.times(price),
      price,
      ...brought(input),
    });
  }
  if (left.eq(zero)) return { orders };
  const reason = `"${print(left)}" of "${print(wanted.quantity)}" is left: more than ${parts.length} orders are not sent at once`;
  return { orders, denial: { rule: 'max_quantity', reason } };
}

const MARKET: FoundTerms = { ok: true, terms: { type: 'market' } };

/** What a message says of how long a market order stands does not keep it from leaving. */
function exitTerms(input: DecisionInput, rules: SymbolRules, side: Side): FoundTerms {
  return orderTerms({ ...input, signal: { ...input.signal, reduceOnly: true } }, rules, side);
}

/** Whether a symbol is halted is for the exchange to say, and what has no price is not too small. */
function asExit({ haltedAs: _, ...rules }: SymbolRules, price: Decimal | undefined): SymbolRules {
  return price === undefined ? { ...rules, minNotional: zero } : rules;
}

/** Of several prices the one by which the exit is let through: the exchange refuses what is too small by its own. */
function fairPrice({ lastPrice }: DecisionInput, { type }: OrderDraft, known: Decimal | undefined): Decimal {
  if (type === 'limit' || type === 'stop_limit') return lastPrice ?? known ?? one;
  return max(known ?? zero, lastPrice ?? zero);
}

/** A size in money needs a price; where none is known the exit is all of the position rather than none of it. */
function partOf(input: DecisionInput, rules: SymbolRules, size: Size, price: Decimal | undefined): Resolved {
  const held = heldQuantity(input);
  const isInBase = BASE_SIZES.includes(size.type) || size.type === 'pct_position';
  if (price === undefined && !isInBase) return { ok: true, quantity: held };
  const resolved = resolveQuantity(size, input, { price: price ?? one, rules });
  return resolved.ok ? { ok: true, quantity: min(resolved.quantity, held) } : resolved;
}
