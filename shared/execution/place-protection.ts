import type { Exchange, PairOutcome, PlaceOutcome, StopTerms, TakeProfitTerms } from '../exchanges/exchange.ts';
import type { Order, OrderTerms } from '../orders/order.ts';
import { begun } from '../protection/compare-protection.ts';
import type { ProtectiveGroup } from '../protection/plan.ts';
import type { Lease } from '../queue/work.ts';
import { type CommitChangeDeps, commitChange } from './commit-change.ts';
import { eventOf, type OrderChange } from './order-change.ts';
import { outcomeChange } from './outcome-change.ts';
import { type Protected, protectiveOrder } from './protective-order.ts';
import type { NewOrder } from './store.ts';

export type PlaceProtectionDeps = CommitChangeDeps;

type Placing = Protected & { lease: Lease; orders: readonly Order[] };

/** Orders of a signal count from one; what protects its position counts from here, so that the two never meet. */
const FIRST_STEP = 1_001;

/** Places each group, written down before it is sent. @returns what does not stand, and why */
export async function placeProtection(
  deps: PlaceProtectionDeps,
  exchange: Exchange,
  placing: Placing,
  groups: readonly ProtectiveGroup[],
): Promise<string[]> {
  const problems: string[] = [];
  const first = Math.max(FIRST_STEP - 1, ...placing.orders.map((order) => order.step)) + 1;
  const steps = { next: first };
  for (const group of groups) {
    const refusals = await placeLegs(deps, exchange, placing, { group, steps });
    if (!refusals.some(isPassed)) {
      problems.push(...refusals);
      continue;
    }
    const trailing = begunGroup(group);
    const stays =
      trailing === undefined
        ? await leaveAtMarket(deps, exchange, placing, { group, steps })
        : await placeLegs(deps, exchange, placing, { group: trailing, steps });
    problems.push(...stays);
    // What is to stand for the rest is decided on what is left then.
    if (trailing === undefined && stays.length === 0) return problems;
  }
  return problems;
}

type Numbered = { group: ProtectiveGroup; steps: { next: number } };

/** @returns why it does not stand, if so */
function placeLegs(
  deps: PlaceProtectionDeps,
  exchange: Exchange,
  placing: Placing,
  { group, steps }: Numbered,
): Promise<string[]> {
  const pairId = group.takeProfit !== undefined && group.stop !== undefined ? deps.newId('par') : undefined;
  const legs = [group.takeProfit, group.stop].filter((leg) => leg !== undefined);
  const orders = legs.map((leg, at) => protectiveOrder(deps, placing, { leg, step: steps.next + at, pairId }));
  steps.next += legs.length;
  return placeGroup(deps, exchange, placing, orders);
}

/** What was to trail from a price that the market has passed trails from here. */
function begunGroup({ stop, takeProfit }: ProtectiveGroup): ProtectiveGroup | undefined {
  const leg = takeProfit ?? stop;
  if (leg === undefined || begun(leg) === leg) return undefined;
  return leg.role === 'stop' ? { stop: begun(leg) } : { takeProfit: begun(leg) };
}

async function placeGroup(
  deps: PlaceProtectionDeps,
  exchange: Exchange,
  placing: Placing,
  orders: readonly NewOrder[],
): Promise<string[]> {
  const { execution, lease } = placing;
  const events = orders.map((order) => eventOf(order, { kind: 'submitting' }));
  await deps.executions.commit(lease, execution, { newOrders: [...orders], events });
  const problems: string[] = [];
  for (const [order, outcome] of await send(exchange, orders)) {
    const owner = (await deps.executions.ownerOf(execution, order)) ?? execution;
    const change = changeOf(outcome);
    await commitChange(deps, { execution: owner, lease, order }, change);
    if ('reason' in change) problems.push(change.reason);
    if (change.kind === 'rejected') problems.push(`${change.code}: ${change.message}`);
  }
  return problems;
}

/** One that certainly was not taken is given up: the next look places it anew, under an id of its own. */
function changeOf(outcome: PlaceOutcome): OrderChange {
  return outcome.status === 'not_executed' ? { kind: 'gave_up', reason: outcome.message } : outcomeChange(outcome);
}

type Sent = [NewOrder, PlaceOutcome][];

async function send(exchange: Exchange, orders: readonly NewOrder[]): Promise<Sent> {
  const [first, second] = orders;
  if (first === undefined) return [];
  try {
    if (second === undefined) return [[first, await exchange.place(first)]];
    return answersOf(first, second, await exchange.placePair(pairOf(first, second)));
  } catch (error) {
    // A port that throws has not told us that nothing happened.
    const message = error instanceof Error ? error.message : String(error);
    return orders.map((order) => [order, { status: 'unknown', message }]);
  }
}

function pairOf(target: NewOrder, stop: NewOrder): Parameters<Exchange['placePair']>[0] {
  const { market, symbol, side, quantity, submittedAt } = target;
  return {
    ...{ market, symbol, side, quantity, ...(submittedAt === undefined ? {} : { submittedAt }) },
    takeProfit: { ...termsOf<TakeProfitTerms>(target), clientOrderId: target.clientOrderId },
    stop: { ...termsOf<StopTerms>(stop), clientOrderId: stop.clientOrderId },
  };
}

/** Holds because the take profit of a pair is made from a limit and its stop from a stop: see `desireProtection`. */
function termsOf<Terms extends OrderTerms>(order: OrderTerms): Terms {
  return order as Terms;
}

function answersOf(target: NewOrder, stop: NewOrder, outcome: PairOutcome): Sent {
  if (outcome.status === 'placed')
    return [
      [target, { status: 'accepted', order: outcome.takeProfit }],
      [stop, { status: 'accepted', order: outcome.stop }],
    ];
  if (outcome.status === 'half_placed')
    return [
      [stop, { status: 'accepted', order: outcome.stop }],
      [target, outcome.takeProfit],
    ];
  return [
    [target, outcome],
    [stop, outcome],
  ];
}

/**
 * Binance's words for a price that the market has passed already: Spot -2010, USD-M -2021.
 * https://developers.binance.com/docs/binance-spot-api-docs/errors, https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code
 */
function isPassed(problem: string): boolean {
  return /would (immediately )?trigger|relationship of the prices/i.test(problem);
}

/** What should have ended the position by now ends it at the market. */
async function leaveAtMarket(
  deps: PlaceProtectionDeps,
  exchange: Exchange,
  placing: Placing,
  { group, steps }: Numbered,
): Promise<string[]> {
  const leg = group.takeProfit ?? group.stop;
  if (leg === undefined) return [];
  const step = steps.next;
  steps.next += 1;
  const order = protectiveOrder(deps, placing, { leg: { ...leg, terms: { type: 'market' } }, step, pairId: undefined });
  return placeGroup(deps, exchange, placing, [order]);
}
