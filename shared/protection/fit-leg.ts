import { fitQuantity, lotOf, type SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, floorToStep, max, min } from '../money/decimal.ts';
import type { OrderTerms } from '../orders/order.ts';
import type { LegInput } from './leg-terms.ts';
import type { ProtectiveLeg, Unprotected } from './plan.ts';

export type Fit = { leg: ProtectiveLeg } | Unprotected;

/**
 * A leg with its quantity rounded down to what can be sold, or why it is too small. A pair is as small as its smaller leg may
 * be. What is too large for one order is for `partsOf`.
 */
export function fitLeg({ rules, position }: LegInput, leg: ProtectiveLeg, beside?: ProtectiveLeg): Fit {
  const { role, level, quantity } = leg;
  const all = beside === undefined ? [leg] : [leg, beside];
  const price = all.map(({ terms }) => priceOf(terms, position.entryPrice)).reduce(min);
  const lot = legLot(rules, all);
  const bound = { ...rules, minQuantity: lot.minimum, stepSize: lot.step, maxQuantity: max(lot.minimum, quantity) };
  const found = fitQuantity(bound, quantity, price, { reduceOnly: true });
  if (!found.ok) return { role, level, reason: found.reason };
  const outside = trailingProblem(rules, leg.terms);
  if (outside !== undefined) return { role, level, reason: outside };
  return { leg: { ...leg, quantity: found.quantity } };
}

/** What orders of these legs have to keep; those that take the market when their price comes keep its limits as well. */
export function legLot(
  rules: SymbolRules,
  legs: readonly ProtectiveLeg[],
): { minimum: Decimal; most: Decimal; step: Decimal } {
  const { minimum, maximum, marketStep } = lotOf(rules, { type: legs.some(takesMarket) ? 'market' : 'limit' });
  const step = max(rules.stepSize, marketStep);
  return { minimum, most: floorToStep(maximum, step), step };
}

const takesMarket = ({ terms: { type } }: ProtectiveLeg): boolean =>
  type === 'stop_market' || type === 'take_profit_market' || type === 'trailing_stop';

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
