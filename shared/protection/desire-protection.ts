import { fitQuantity, type SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, min, sum, zero } from '../money/decimal.ts';
import type { OrderTerms } from '../orders/order.ts';
import { type LegInput, stopTerms, takeProfitTerms } from './leg-terms.ts';
import type { DesiredProtection, ProtectiveLeg, Unprotected } from './plan.ts';
import { shareOut } from './share-out.ts';

export type DesireInput = LegInput & {
  /** What each take profit, counted from 1, has filled so far. */
  taken: ReadonlyMap<number, Decimal>;
};

/**
 * The protective orders that should stand for a position as it is now. Pure: whoever calls it compares them with those that
 * do stand, and makes the difference. What is too small to stand alone goes with its neighbour.
 */
export function desireProtection(input: DesireInput): DesiredProtection {
  const unprotected: Unprotected[] = [];
  const stop = stopLeg(input, unprotected);
  const targets = targetLegs(input, stop, unprotected);
  if (stop === undefined) return { groups: targets.map((takeProfit) => ({ takeProfit })), unprotected };
  if (!input.isPaired) return { groups: [{ stop }, ...targets.map((takeProfit) => ({ takeProfit }))], unprotected };
  const paired = targets.map((takeProfit) => ({ takeProfit, stop: { ...stop, quantity: takeProfit.quantity } }));
  const rest = stop.quantity.minus(sum(targets.map(({ quantity }) => quantity)));
  if (rest.lte(zero)) return { groups: paired, unprotected };
  const alone = fitted(input.rules, { ...stop, quantity: rest }, input);
  if ('leg' in alone) return { groups: [...paired, { stop: alone.leg }], unprotected };
  return { groups: paired, unprotected: [...unprotected, alone] };
}

function stopLeg(input: DesireInput, unprotected: Unprotected[]): ProtectiveLeg | undefined {
  const { stopLoss } = input.plan;
  if (stopLoss === undefined) return undefined;
  const leg: ProtectiveLeg = {
    role: 'stop',
    level: 0,
    quantity: input.position.quantity,
    terms: stopTerms(input, stopLoss),
  };
  return keep(fitted(input.rules, leg, input), unprotected);
}

/** Level by level; one that is too small alone adds to the next, and the last one to the one before. */
function targetLegs(input: DesireInput, stop: ProtectiveLeg | undefined, unprotected: Unprotected[]): ProtectiveLeg[] {
  const { plan, position, taken } = input;
  const quantities = shareOut(plan.takeProfits, position.quantity, taken);
  const legs: ProtectiveLeg[] = [];
  let carried = zero;
  let problem: Unprotected | undefined;
  for (const [at, level] of plan.takeProfits.entries()) {
    const wanted = (quantities[at] ?? zero).plus(carried);
    if (wanted.lte(zero)) continue;
    const terms = takeProfitTerms(input, level);
    const leg: ProtectiveLeg = { role: 'take_profit', level: at + 1, quantity: wanted, terms };
    const impossible = beside(input, leg, stop);
    const found = impossible ?? fitted(input.rules, leg, input, stop);
    carried = 'leg' in found ? wanted.minus(found.leg.quantity) : wanted;
    if ('leg' in found) legs.push(found.leg);
    problem = 'leg' in found ? undefined : found;
  }
  const before = legs.pop();
  if (before === undefined) return keepAll(problem, unprotected);
  const all = fitted(input.rules, { ...before, quantity: before.quantity.plus(carried) }, input, stop);
  return [...legs, 'leg' in all ? all.leg : before];
}

function keepAll(problem: Unprotected | undefined, unprotected: Unprotected[]): ProtectiveLeg[] {
  if (problem !== undefined) unprotected.push(problem);
  return [];
}

/** Spot pairs a stop with a price to sell at, not with a second order that follows the market. */
function beside(
  { isPaired }: DesireInput,
  leg: ProtectiveLeg,
  stop: ProtectiveLeg | undefined,
): Unprotected | undefined {
  if (!isPaired || stop === undefined || leg.terms.type !== 'trailing_stop') return undefined;
  const reason = 'A take profit that trails cannot stand beside a stop loss on spot: both would need the same funds';
  return { role: leg.role, level: leg.level, reason };
}

type Fit = { leg: ProtectiveLeg } | Unprotected;

/** A pair is as small as its smaller leg may be. */
function fitted(
  rules: SymbolRules,
  leg: ProtectiveLeg,
  { position, isPaired }: DesireInput,
  stop?: ProtectiveLeg,
): Fit {
  const prices = [priceOf(leg.terms, position.entryPrice)];
  if (isPaired && stop !== undefined) prices.push(priceOf(stop.terms, position.entryPrice));
  const price = prices.reduce(min);
  const found = fitQuantity(rules, leg.quantity, price, { type: 'limit', reduceOnly: true });
  if (!found.ok) return { role: leg.role, level: leg.level, reason: found.reason };
  const outside = trailingProblem(rules, leg.terms);
  if (outside !== undefined) return { role: leg.role, level: leg.level, reason: outside };
  return { leg: { ...leg, quantity: found.quantity } };
}

function priceOf(terms: OrderTerms, entryPrice: Decimal): Decimal {
  switch (terms.type) {
    case 'limit':
    case 'stop_limit':
    case 'take_profit_limit':
      return terms.price;
    case 'stop_market':
    case 'take_profit_market':
      return terms.stopPrice;
    case 'trailing_stop':
      return terms.activationPrice ?? entryPrice;
    case 'market':
      return entryPrice;
  }
}

function trailingProblem({ symbol, trailingBps }: SymbolRules, terms: OrderTerms): string | undefined {
  if (terms.type !== 'trailing_stop') return undefined;
  const { callbackBps } = terms;
  const [least, most] = [trailingBps?.min ?? 1, trailingBps?.max ?? Number.POSITIVE_INFINITY];
  if (callbackBps >= least && callbackBps <= most) return undefined;
  return `${symbol}: following the price at ${callbackBps / 100} % is outside ${least / 100} % to ${most / 100} %`;
}

function keep(found: Fit, unprotected: Unprotected[]): ProtectiveLeg | undefined {
  if ('leg' in found) return found.leg;
  unprotected.push(found);
  return undefined;
}
