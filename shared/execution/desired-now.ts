import type { Exchange } from '../exchanges/exchange.ts';
import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, max, print, sum, zero } from '../money/decimal.ts';
import { isConditional, type Order } from '../orders/order.ts';
import { desireProtection } from '../protection/desire-protection.ts';
import {
  type DesiredProtection,
  type KeptProtection,
  NO_PROTECTION,
  type ProtectedPosition,
  type ProtectionPlan,
  type Unprotected,
} from '../protection/plan.ts';
import type { Execution, ExecutionStore } from './store.ts';
import { isNoProtection } from './which-resting.ts';

type Guarded = { execution: Execution; kept: KeptProtection; orders: readonly Order[] };

/** What should stand for the position beside the other orders that rest in its symbol. */
export async function desiredNow(
  { executions }: { executions: ExecutionStore },
  exchange: Exchange,
  { execution, kept, orders }: Guarded,
  position: ProtectedPosition | undefined,
): Promise<DesiredProtection> {
  const { market, symbol } = execution;
  const rules = await exchange.symbolRules(market, symbol);
  if (position === undefined) return NO_PROTECTION;
  if (rules === undefined) return nothingStands(`The exchange does not trade ${symbol} any more`);
  if (!exchange.capabilities.conditionalOrders) return nothingStands('This exchange takes no stops and targets');
  const others = (await executions.resting(execution)).filter(isNoProtection);
  const locked = market === 'spot' ? lockedBy(others) : zero;
  const { plan, isBreakEvenReached } = kept;
  const desired = desireProtection({
    ...{ plan, rules, isBreakEvenReached, taken: takenOf(plan, orders), isPaired: market === 'spot' },
    position: { ...position, quantity: max(zero, position.quantity.minus(locked)) },
    ...placesBeside(rules, others),
  });
  return locked.eq(zero) ? desired : { ...desired, unprotected: [lockedAway(symbol, locked), ...desired.unprotected] };
}

function nothingStands(reason: string): DesiredProtection {
  return { groups: [], unprotected: [{ role: 'stop', level: 0, reason }] };
}

/** On spot what one order is to sell is not there for another. */
function lockedBy(others: readonly Order[]): Decimal {
  return sum(
    others.filter(({ side }) => side === 'sell').map(({ quantity, filledQuantity }) => quantity.minus(filledQuantity)),
  );
}

function lockedAway(symbol: string, locked: Decimal): Unprotected {
  const reason = `${symbol}: an exit that rests locks "${print(locked)}" of the position, and no stop stands for that until it is canceled`;
  return { role: 'stop', level: 0, reason };
}

function placesBeside({ maxConditionalOrders }: SymbolRules, others: readonly Order[]): { places?: number } {
  if (maxConditionalOrders === undefined) return {};
  return { places: Math.max(0, maxConditionalOrders - others.filter(isConditional).length) };
}

/** What each take profit of the plan has filled. */
function takenOf({ targetsSince }: ProtectionPlan, orders: readonly Order[]): ReadonlyMap<number, Decimal> {
  const taken = new Map<number, Decimal>();
  for (const { protects, filledQuantity, createdAt } of orders) {
    if (targetsSince !== undefined && createdAt < targetsSince) continue;
    if (protects === undefined || protects.level === 0 || filledQuantity.eq(zero)) continue;
    taken.set(protects.level, (taken.get(protects.level) ?? zero).plus(filledQuantity));
  }
  return taken;
}
