import { type Decimal, print } from '../money/decimal.ts';
import type { OrderTerms } from '../orders/order.ts';
import type { ProtectiveGroup, ProtectiveLeg } from './plan.ts';

/** A protective order that stands on the exchange, or was asked for. */
export type StandingLeg = {
  orderId: string;
  role: ProtectiveLeg['role'];
  level: number;
  /** What it would still trade. */
  remaining: Decimal;
  terms: OrderTerms;
  /** Shared by the two legs of a pair. */
  pairId?: string;
};

export type ProtectionDifference = { place: ProtectiveGroup[]; cancel: string[] };

/**
 * What has to be placed and canceled so that exactly `desired` stands. A group stays when all of it stands just as it should;
 * a pair of which one leg differs goes and comes as a whole.
 */
export function compareProtection(
  desired: readonly ProtectiveGroup[],
  standing: readonly StandingLeg[],
): ProtectionDifference {
  const left = new Map<string, StandingLeg[]>();
  for (const group of groupsOf(standing)) push(left, keyOf(group.map(fromStanding)), ...group);
  const place: ProtectiveGroup[] = [];
  for (const group of desired) {
    const legs = [group.takeProfit, group.stop].filter((leg) => leg !== undefined);
    const found = [legs, legs.map(begun)].map((wanted) => left.get(keyOf(wanted))).find((one) => isThere(one, legs));
    if (found === undefined) place.push(group);
    else found.splice(0, legs.length);
  }
  return { place, cancel: [...left.values()].flat().map(({ orderId }) => orderId) };
}

const isThere = (standing: readonly StandingLeg[] | undefined, legs: readonly ProtectiveLeg[]): boolean =>
  standing !== undefined && standing.length >= legs.length;

/** One that was to trail from a price of its own, and was placed when the market was there already, trails without one. */
export function begun(leg: ProtectiveLeg): ProtectiveLeg {
  if (leg.terms.type !== 'trailing_stop' || leg.terms.activationPrice === undefined) return leg;
  const { activationPrice: _, ...terms } = leg.terms;
  return { ...leg, terms };
}

function groupsOf(standing: readonly StandingLeg[]): StandingLeg[][] {
  const pairs = new Map<string, StandingLeg[]>();
  const alone: StandingLeg[][] = [];
  for (const leg of standing) {
    if (leg.pairId === undefined) alone.push([leg]);
    else push(pairs, leg.pairId, leg);
  }
  return [...alone, ...pairs.values()];
}

type Comparable =
  | Pick<ProtectiveLeg, 'role' | 'level' | 'quantity' | 'terms'>
  | (Omit<ProtectiveLeg, 'terms'> & { terms: OrderTerms });

function fromStanding({ role, level, remaining, terms }: StandingLeg): Comparable {
  return { role, level, quantity: remaining, terms };
}

function keyOf(legs: readonly Comparable[]): string {
  return legs.map(legKey).sort().join(' + ');
}

function legKey({ role, level, quantity, terms }: Comparable): string {
  return [role, level, print(quantity), termsKey(terms)].join(' ');
}

function termsKey(terms: OrderTerms): string {
  switch (terms.type) {
    case 'market':
      return 'market';
    case 'limit':
      return `limit ${print(terms.price)}`;
    case 'stop_market':
    case 'take_profit_market':
      return `${terms.type} ${print(terms.stopPrice)}`;
    case 'stop_limit':
    case 'take_profit_limit':
      return `${terms.type} ${print(terms.stopPrice)} ${print(terms.price)}`;
    case 'trailing_stop':
      return `trailing_stop ${terms.callbackBps} ${terms.activationPrice === undefined ? '' : print(terms.activationPrice)}`;
  }
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, ...values: Value[]): void {
  map.set(key, [...(map.get(key) ?? []), ...values]);
}
