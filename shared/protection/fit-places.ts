import { equalParts } from '../exchanges/split-quantity.ts';
import { ceilToStep, type Decimal, one, print, sum, zero } from '../money/decimal.ts';
import { isConditional } from '../orders/order.ts';
import { fitLeg, legLot } from './fit-leg.ts';
import type { LegInput } from './leg-terms.ts';
import type { DesiredProtection, ProtectiveGroup, ProtectiveLeg, Unprotected } from './plan.ts';

type Input = LegInput & { places?: number };
type Legs = { stop: ProtectiveLeg | undefined; targets: readonly ProtectiveLeg[] };

/**
 * The legs as orders that the exchange takes: none of them more than one order holds, and no more that wait for their price than
 * may. The stop comes first, for all of the position; then the take profits, the nearest first. What has no place is told, and
 * finds one once another has filled.
 */
export function fitPlaces(input: Input, { stop, targets }: Legs): DesiredProtection {
  const { places = Number.POSITIVE_INFINITY } = input;
  const nearest = [...targets].sort((a, b) => distance(input, a).cmp(distance(input, b)));
  for (let count = nearest.length; count > 0; count -= 1) {
    const kept = targets.filter((leg) => nearest.indexOf(leg) < count);
    const found = groupsOf(input, { stop, targets: kept });
    if (waiting(found.groups) > places) continue;
    const left = targets.filter((leg) => !kept.includes(leg)).map((leg) => withoutPlace(input, leg));
    return { groups: found.groups, unprotected: [...found.unprotected, ...left] };
  }
  const alone = groupsOf(input, { stop, targets: [] });
  const groups = alone.groups.slice(0, places);
  const bare =
    stop === undefined ? zero : stop.quantity.minus(sum(groups.map((group) => group.stop?.quantity ?? zero)));
  const left = targets.map((leg) => withoutPlace(input, leg));
  if (groups.length === alone.groups.length) return { groups, unprotected: [...alone.unprotected, ...left] };
  return { groups, unprotected: [...alone.unprotected, uncovered(input, bare), ...left] };
}

function groupsOf(input: Input, { stop, targets }: Legs): DesiredProtection {
  const { rules, isPaired } = input;
  if (stop === undefined || !isPaired) {
    const alone = targets.flatMap((leg) =>
      partsOf(input, [leg]).map((quantity) => ({ takeProfit: { ...leg, quantity } })),
    );
    const stops = stop === undefined ? [] : partsOf(input, [stop]).map((quantity) => ({ stop: { ...stop, quantity } }));
    return { groups: [...stops, ...alone], unprotected: [] };
  }
  const pairs = targets.flatMap((leg) =>
    partsOf(input, [leg, stop]).map((quantity) => ({ takeProfit: { ...leg, quantity }, stop: { ...stop, quantity } })),
  );
  const rest = stop.quantity.minus(sum(targets.map(({ quantity }) => quantity)));
  if (rest.lte(zero)) return { groups: pairs, unprotected: [] };
  const alone = fitLeg({ ...input, rules }, { ...stop, quantity: rest });
  if (!('leg' in alone)) return { groups: pairs, unprotected: [alone] };
  const stops = partsOf(input, [alone.leg]).map((quantity) => ({ stop: { ...stop, quantity } }));
  return { groups: [...pairs, ...stops], unprotected: [] };
}

/** The quantity of the first leg, as that of so many orders as hold it. */
function partsOf({ rules }: Input, legs: readonly [ProtectiveLeg, ...ProtectiveLeg[]]): Decimal[] {
  const [{ quantity }] = legs;
  const { most, step } = legLot(rules, legs);
  if (most.lte(zero) || quantity.lte(most)) return [quantity];
  return equalParts(quantity, Number(ceilToStep(quantity.div(most), one).toFixed(0)), step);
}

const legsOf = ({ stop, takeProfit }: ProtectiveGroup): ProtectiveLeg[] =>
  [takeProfit, stop].filter((leg) => leg !== undefined);

const waiting = (groups: readonly ProtectiveGroup[]): number =>
  groups.flatMap(legsOf).filter(({ terms }) => isConditional(terms)).length;

function distance({ position: { entryPrice } }: Input, { terms }: ProtectiveLeg): Decimal {
  switch (terms.type) {
    case 'limit':
      return terms.price.minus(entryPrice).abs();
    case 'take_profit_market':
    case 'stop_market':
      return terms.stopPrice.minus(entryPrice).abs();
    case 'trailing_stop':
      return (terms.activationPrice ?? entryPrice).minus(entryPrice).abs();
  }
}

function withoutPlace(input: Input, { role, level, quantity }: ProtectiveLeg): Unprotected {
  const reason = `${input.rules.symbol}: take profit ${level} over "${print(quantity)}" waits until another has filled: ${few(input)}`;
  return { role, level, reason };
}

function uncovered(input: Input, bare: Decimal): Unprotected {
  return {
    role: 'stop',
    level: 0,
    reason: `${input.rules.symbol}: no stop stands for "${print(bare)}": ${few(input)}`,
  };
}

const few = ({ places = 0 }: Input): string =>
  `no more than ${places} orders may wait for their price, and the stop comes first`;
