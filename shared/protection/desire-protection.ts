import { type Decimal, print, zero } from '../money/decimal.ts';
import { type Fit, fitLeg } from './fit-leg.ts';
import { fitPlaces } from './fit-places.ts';
import { type LegInput, stopTerms, takeProfitTerms } from './leg-terms.ts';
import type { DesiredProtection, ProtectiveLeg, Unprotected } from './plan.ts';
import { shareOut } from './share-out.ts';

export type DesireInput = LegInput & {
  /** What each take profit, counted from 1, has filled so far. */
  taken: ReadonlyMap<number, Decimal>;
  /** How many orders of this symbol may wait for their price; absent where nothing bounds them. */
  places?: number;
};

/**
 * The protective orders that should stand for a position as it is now. Pure: whoever calls it compares them with those that
 * do stand, and makes the difference. What is too small to stand alone goes with its neighbour.
 */
export function desireProtection(input: DesireInput): DesiredProtection {
  const unprotected: Unprotected[] = [];
  const stop = stopLeg(input, unprotected);
  const targets = targetLegs(input, stop, unprotected);
  const found = fitPlaces(input, { stop, targets });
  return { groups: found.groups, unprotected: [...unprotected, ...found.unprotected] };
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
  return keep(fitLeg(input, leg), unprotected);
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
    if (impossible !== undefined) {
      unprotected.push(impossible);
      continue;
    }
    const found = fitLeg(input, leg, stop);
    carried = 'leg' in found ? wanted.minus(found.leg.quantity) : wanted;
    if ('leg' in found) legs.push(found.leg);
    problem = 'leg' in found ? undefined : found;
  }
  const before = legs.pop();
  if (before === undefined) return keepAll(problem, unprotected);
  const all = fitLeg(input, { ...before, quantity: before.quantity.plus(carried) }, stop);
  return [...legs, 'leg' in all ? all.leg : before];
}

function keepAll(problem: Unprotected | undefined, unprotected: Unprotected[]): ProtectiveLeg[] {
  if (problem !== undefined) unprotected.push(problem);
  return [];
}

/** Spot pairs a stop below the market with a price to sell at above it, and nothing else. */
function beside(
  { isPaired }: DesireInput,
  { role, level, terms }: ProtectiveLeg,
  stop: ProtectiveLeg | undefined,
): Unprotected | undefined {
  if (!isPaired || stop === undefined) return undefined;
  if (terms.type === 'trailing_stop')
    return {
      ...{ role, level },
      reason: 'A take profit that trails cannot stand beside a stop loss on spot: both would need the same funds',
    };
  if (stop.terms.type !== 'trailing_stop' || stop.terms.activationPrice === undefined) return undefined;
  const from = print(stop.terms.activationPrice);
  const reason = `A take profit cannot stand on spot beside a stop that begins to trail at "${from}": both wait above the market`;
  return { role, level, reason };
}

function keep(found: Fit, unprotected: Unprotected[]): ProtectiveLeg | undefined {
  if ('leg' in found) return found.leg;
  unprotected.push(found);
  return undefined;
}
