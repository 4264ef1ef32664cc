import { callOffCountdown } from '../countdowns/call-off-countdown.ts';
import { AppError } from '../errors/app-error.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import { zero } from '../money/decimal.ts';
import { isClosed, isUnsettled, type Order } from '../orders/order.ts';
import { averageEntryPrice } from '../positions/position.ts';
import { hasReachedBreakEven } from '../protection/break-even.ts';
import { compareProtection, type StandingLeg } from '../protection/compare-protection.ts';
import { isPlanOf, type KeptProtection, type ProtectedPosition } from '../protection/plan.ts';
import { backOffMs } from '../queue/back-off.ts';
import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease, Work } from '../queue/work.ts';
import { cancelOrder } from './cancel-resting.ts';
import { commitChange } from './commit-change.ts';
import { desiredNow } from './desired-now.ts';
import { type PlaceProtectionDeps, placeProtection } from './place-protection.ts';
import { settleProtection } from './settle-protection.ts';
import type { Execution } from './store.ts';
import { type SyncOrdersDeps, syncResting } from './sync-orders.ts';
import { tellUnprotected, tellUnseen } from './tell-unprotected.ts';

export type ProtectPositionDeps = SyncOrdersDeps & PlaceProtectionDeps;

type Held = { execution: Execution; lease: Lease };
type Guarded = Held & { kept: KeptProtection; orders: Order[] };

const RETRY = { firstMs: 500, mostMs: 30_000 };

/**
 * Sees to it that just those orders stand that should protect the position as it is now: none of them is assumed, all are
 * looked at, and what differs is placed or canceled. May be begun again at any point, by a crash, a fill or the clock.
 */
export async function protectPosition(deps: ProtectPositionDeps, work: Work, lease: Lease): Promise<WorkResult> {
  try {
    return await look(deps, work, lease);
  } catch (error) {
    if (error instanceof AppError && error.code === 'exchange_unavailable')
      await unseen(deps, work, lease, error.message);
    throw error;
  }
}

async function look(deps: ProtectPositionDeps, work: Work, lease: Lease): Promise<WorkResult> {
  const loaded = await deps.executions.load(work);
  const drop = async (): Promise<WorkResult> => {
    await deps.queue.drop(lease, work);
    return { status: 'finished' };
  };
  if (loaded === undefined) return drop();
  const exchange = await deps.chooseExchange(loaded.account);
  const execution = await syncResting(deps, exchange, { execution: loaded, lease });
  const found = await deps.executions.protection(execution);
  if (found === undefined) return drop();
  const missing = await protect(deps, exchange, { execution, lease, ...found });
  if (missing !== undefined) return { status: 'retry', delayMs: backOffMs(work.attempts, RETRY), reason: missing };
  return drop();
}

async function unseen(deps: ProtectPositionDeps, work: Work, lease: Lease, reason: string): Promise<void> {
  const execution = await deps.executions.load(work);
  if (execution === undefined) return;
  const found = await deps.executions.protection(execution);
  if (found !== undefined) await tellUnseen(deps, { execution, lease, ...found }, reason);
}

/** @returns why it has to be looked at again soon, if so */
async function protect(deps: ProtectPositionDeps, exchange: Exchange, guarded: Guarded): Promise<string | undefined> {
  const unsettled = await settleProtection(deps, exchange, guarded);
  if (unsettled !== undefined) return tellUnprotected(deps, guarded, { problems: [unsettled], unprotected: [] });
  if (guarded.orders.some(({ status }) => isUnsettled(status))) return 'A protective order was looked up';
  const position = positionOf(guarded);
  const kept = { ...guarded.kept, isBreakEvenReached: await isBreakEven(exchange, guarded, position) };
  const desired = await desiredNow(deps, exchange, { ...guarded, kept }, position);
  const standing = guarded.orders.filter(({ status }) => !isClosed(status));
  const { place, cancel } = compareProtection(desired.groups, standing.map(toStanding));
  const moved = await cancelAll(
    deps,
    exchange,
    guarded,
    standing.filter(({ id }) => cancel.includes(id)),
  );
  if (moved) return 'A protective order was filled before it could be canceled';
  if (position === undefined) return end(deps, guarded);
  if (place.length > 0) await callOffCountdown(exchange, guarded.execution);
  const problems = await placeProtection(deps, exchange, { ...guarded, kept }, place);
  return tellUnprotected(deps, { ...guarded, kept }, { problems, unprotected: desired.unprotected });
}

/** The position that the plan is for; one that has begun anew since is another plan's. */
function positionOf({ execution: { position }, kept }: Guarded): ProtectedPosition | undefined {
  if (position === undefined || position.quantity.eq(zero)) return undefined;
  const entryPrice = averageEntryPrice(position);
  if (!isPlanOf(kept, position) || entryPrice === undefined) return undefined;
  return { side: kept.side, quantity: position.quantity.abs(), entryPrice };
}

async function isBreakEven(
  exchange: Exchange,
  { execution, kept }: Guarded,
  position: ProtectedPosition | undefined,
): Promise<boolean> {
  const { breakEven } = kept.plan;
  if (kept.isBreakEvenReached || breakEven === undefined || position === undefined) return kept.isBreakEvenReached;
  const { market, symbol } = execution;
  const [rules, last] = await Promise.all([exchange.symbolRules(market, symbol), exchange.lastPrice(market, symbol)]);
  return (
    rules !== undefined && last !== undefined && hasReachedBreakEven(breakEven, { position, rules, price: last.price })
  );
}

function toStanding(order: Order): StandingLeg {
  const { level = 0, pairId } = order.protects ?? {};
  return {
    orderId: order.id,
    role: level === 0 ? 'stop' : 'take_profit',
    level,
    remaining: order.quantity.minus(order.filledQuantity),
    terms: order,
    ...(pairId === undefined ? {} : { pairId }),
  };
}

/** @returns whether one of them was filled meanwhile, which changes the position that all of this is about */
async function cancelAll(
  deps: ProtectPositionDeps,
  exchange: Exchange,
  { execution, lease }: Held,
  orders: readonly Order[],
): Promise<boolean> {
  let isFilled = false;
  for (const order of orders) {
    if (order.status === 'planned') {
      await commitChange(deps, { execution, lease, order }, { kind: 'gave_up', reason: 'It was never sent' });
      continue;
    }
    const wasOpen = await cancelOrder(deps, exchange, { execution, lease, order });
    isFilled ||= !wasOpen;
  }
  return isFilled;
}

/** With the position goes what protected it. */
async function end(deps: ProtectPositionDeps, { execution, lease, kept }: Guarded): Promise<undefined> {
  await deps.executions.commit(lease, execution, { events: [], protection: { ...kept, endedAt: deps.now() } });
  return undefined;
}
