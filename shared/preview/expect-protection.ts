import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import type { Decision } from '../execution/decision.ts';
import { type Decimal, zero } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';
import { averageEntryPrice, type Position } from '../positions/position.ts';
import { desireProtection } from '../protection/desire-protection.ts';
import { stopTerms } from '../protection/leg-terms.ts';
import { distanceOf, exitSide, moved } from '../protection/level-price.ts';
import type { ProtectedPosition, ProtectionPlan, ProtectiveGroup, Unprotected } from '../protection/plan.ts';
import { planOfSignal } from '../protection/plan-of-signal.ts';
import type { Signal } from '../signals/signal.ts';

/** What will stand behind the position once its entry has filled. */
export type ExpectedProtection = {
  side: Side;
  groups: ProtectiveGroup[];
  unprotected: Unprotected[];
  /** The stop moves there once the price has reached `triggerPrice`. */
  breakEven?: { triggerPrice: Decimal; stopPrice?: Decimal };
};

type Entered = { signal: Signal; decision: Decision; held: Position | undefined; rules: SymbolRules };

/** Absent where a decision enters nothing, or the message names no level. */
export function expectProtection({ signal, decision, held, rules }: Entered): ExpectedProtection | undefined {
  const last = decision.kind === 'orders' ? decision.orders.at(-1) : undefined;
  const entryPrice = held && averageEntryPrice(held);
  if (last === undefined || last.draft.reduceOnly || held === undefined || entryPrice === undefined) return undefined;
  const plan = planOfSignal(signal, last.referencePrice);
  if (plan === undefined) return undefined;
  const side = held.quantity.gt(zero) ? 'long' : 'short';
  const position: ProtectedPosition = { side, quantity: held.quantity.abs(), entryPrice };
  const isPaired = rules.market === 'spot';
  const input = {
    ...{ plan, position, rules, isBreakEvenReached: false, isPaired, taken: new Map() },
    ...(rules.maxConditionalOrders === undefined ? {} : { places: rules.maxConditionalOrders }),
  };
  const even = breakEvenOf(plan, position, rules);
  return { side: exitSide(position), ...desireProtection(input), ...(even === undefined ? {} : { breakEven: even }) };
}

function breakEvenOf(
  plan: ProtectionPlan,
  position: ProtectedPosition,
  rules: SymbolRules,
): ExpectedProtection['breakEven'] {
  const { breakEven, stopLoss } = plan;
  if (breakEven === undefined) return undefined;
  const distance = distanceOf(breakEven.kind, breakEven.trigger, position.entryPrice, rules.tickSize);
  const triggerPrice = moved(position, position.entryPrice, distance, 'favour');
  const terms = stopLoss && stopTerms({ plan, position, rules, isBreakEvenReached: true, isPaired: false }, stopLoss);
  return { triggerPrice, ...(terms?.type === 'stop_market' ? { stopPrice: terms.stopPrice } : {}) };
}
