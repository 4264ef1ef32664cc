import type { NewId } from '../ids/new-id.ts';
import { type Decimal, max, zero } from '../money/decimal.ts';
import { type Fill, isClosed, type Order, type OrderUpdate } from '../orders/order.ts';
import { applyFill } from '../positions/apply-fill.ts';
import { leaveRest } from '../positions/leave-rest.ts';
import type { KeptPosition } from '../positions/position.ts';
import { planOfSignal } from '../protection/plan-of-signal.ts';
import { spansLanes } from '../risk/risk-context.ts';
import { eventOf, type OrderChange, updateOf } from './order-change.ts';
import { outcomeOf } from './signal-outcome.ts';
import type { Execution, ExecutionStep } from './store.ts';

/** `least`: the smallest quantity that can be sold, where a sale may leave less than that of a spot position. */
export type ChangeOrderInput = { order: Order; change: OrderChange; at: Date; least?: Decimal };

export type Changed = { execution: Execution; step: ExecutionStep };

/**
 * What follows from something that happened to an order: its own row, fills not seen before, the position they make, what
 * becomes of the orders behind it, and what the signal has come to. Pure; nothing counts before the step is committed.
 */
export function changeOrder(
  newId: NewId,
  execution: Execution,
  { order, change, at, least }: ChangeOrderInput,
): Changed {
  const update = updateOf(change, at);
  const behind = order.purpose === 'protect' ? [] : canceledBehind(execution.orders, order, update);
  const updates = [{ orderId: order.id, update }, ...behind];
  const orders = execution.orders.map((one) =>
    applyUpdate(one, updates.find(({ orderId }) => orderId === one.id)?.update),
  );
  const fills = change.kind === 'answered' ? change.order.fills : [];
  const fresh = fills.filter(({ exchangeTradeId }) => !execution.knownTrades.has(exchangeTradeId));
  const folded = leftBehind(foldFills(newId, execution.position, order, fresh), fresh, least);
  const isProgress = change.kind === 'answered' && isNews(order, change);
  // What protects belongs to the position: the signal that brought it has come to its end before.
  const ending = order.purpose === 'protect' ? {} : endingOf(orders, execution.decided);
  return {
    execution: {
      ...execution,
      work: isProgress ? { ...execution.work, attempts: 0 } : execution.work,
      orders,
      position: folded.open,
      knownTrades: new Set([...execution.knownTrades, ...fresh.map(({ exchangeTradeId }) => exchangeTradeId)]),
    },
    step: {
      isProgress,
      isProtectionLost: isProtectionLost(execution, order, update),
      events: isNews(order, change) ? [eventOf(order, change)] : [],
      updates,
      newFills: fresh.map((fill, at) => ({ id: newId('fil'), order, fill, netPnl: folded.netPnls[at] ?? zero })),
      positions: folded.changed,
      ...(endsPosition(folded) && spansLanes(execution.risk.limits) ? { fence: { version: 'any' } } : {}),
      ...protectionOf(execution, order, { isFresh: fresh.length > 0, position: folded.open, at }),
      ...ending,
    },
  };
}

/** What goes before a held entry is carried out first; then the signal waits for its answer, unless that failed. */
function endingOf(orders: readonly Order[], decided: Execution['decided']): Pick<ExecutionStep, 'outcome' | 'isHeld'> {
  const outcome = outcomeOf(orders, decided?.denial);
  if (outcome === undefined) return {};
  if (decided?.hold === undefined) return { outcome };
  if (outcome.status === 'filled') return { isHeld: true };
  return outcome.status === 'working' ? {} : { outcome };
}

/**
 * An entry that begins to fill, or fills on after its position was closed, puts the levels of its message in force; one without
 * levels leaves those that are.
 */
function protectionOf(
  { signal, decided, position: before }: Execution,
  order: Order,
  { isFresh, position, at }: { isFresh: boolean; position: KeptPosition | undefined; at: Date },
): Pick<ExecutionStep, 'newProtection'> {
  const isEntry = order.purpose === 'open' || order.purpose === 'add';
  if (!isEntry || !isFresh || decided === undefined || position === undefined) return {};
  if (!order.filledQuantity.eq(zero) && position.id === before?.id) return {};
  const plan = planOfSignal(signal, order.referencePrice);
  const side = position.quantity.gt(zero) ? 'long' : 'short';
  if (plan === undefined) return {};
  return { newProtection: { positionId: position.id, side, plan: { ...plan, targetsSince: at } } };
}

/** A resting order that is asked about again and has not moved is no news. */
function isNews(order: Order, change: OrderChange): boolean {
  if (change.kind !== 'answered') return true;
  return change.order.status !== order.status || !change.order.filledQuantity.eq(order.filledQuantity);
}

/**
 * Whoever looks after protection replaces what it ends itself; others leave a position without it. On spot an exit that ends
 * gives back what it locked.
 */
function isProtectionLost({ work }: Execution, { purpose, market, side }: Order, { status }: OrderUpdate): boolean {
  if (!isClosed(status) || status === 'filled') return false;
  return (
    (purpose === 'protect' && work.kind !== 'protect') ||
    (purpose !== 'protect' && market === 'spot' && side === 'sell')
  );
}

/** An order that ended unfilled takes those that were to follow it along. */
function canceledBehind(
  orders: readonly Order[],
  order: Order,
  update: OrderUpdate,
): ExecutionStep['updates'] & object {
  if (!isClosed(update.status) || update.status === 'filled') return [];
  const reason = `Order ${order.step} of the signal was ${update.status}`;
  return orders
    .filter(({ id, status }) => id !== order.id && status === 'planned')
    .map(({ id }) => ({ orderId: id, update: { status: 'canceled', updatedAt: update.updatedAt, reason } }));
}

function applyUpdate(order: Order, update: OrderUpdate | undefined): Order {
  if (update === undefined) return order;
  const { reason: _, ...kept } = order;
  return {
    ...kept,
    ...update,
    ...(update.status === 'submitting' ? { submittedAt: update.updatedAt } : {}),
    filledQuantity: max(order.filledQuantity, update.filledQuantity ?? order.filledQuantity),
  };
}

type Folded = { open: KeptPosition | undefined; changed: KeptPosition[]; netPnls: Decimal[] };

/** What was closed may be a loss, or begin a wait, that an entry of another lane has to know of. */
function endsPosition({ changed }: Folded): boolean {
  return changed.some(({ closedAt }) => closedAt !== undefined);
}

function foldFills(newId: NewId, held: KeptPosition | undefined, order: Order, fills: readonly Fill[]): Folded {
  const changed = new Map<string, KeptPosition>();
  const netPnls: Decimal[] = [];
  let open = held;
  for (const fill of fills) {
    const { market, symbol, side } = order;
    const effect = applyFill(open, { ...fill, market, symbol, side, base: baseOf(symbol, fill.commissionAsset) });
    netPnls.push(effect.realizedPnl.minus(effect.commission));
    const position = { ...effect.position, id: open?.id ?? newId('pos') };
    const opened = effect.opened && { ...effect.opened, id: newId('pos') };
    for (const one of [position, opened]) if (one !== undefined) changed.set(one.id, one);
    open = opened ?? (position.closedAt === undefined ? position : undefined);
  }
  return { open, changed: [...changed.values()], netPnls };
}

/** A commission in base leaves less than was bought, and of that less than a step cannot be sold. */
function leftBehind(folded: Folded, fills: readonly Fill[], least: Decimal | undefined): Folded {
  const last = fills.at(-1);
  if (folded.open === undefined || last === undefined || least === undefined) return folded;
  const left = leaveRest(folded.open, { least, price: last.price });
  if (left === undefined) return folded;
  const netPnls = folded.netPnls.map((pnl, at) => (at === fills.length - 1 ? pnl.plus(left.realizedPnl) : pnl));
  const changed = folded.changed.map((one) => (one.id === left.position.id ? left.position : one));
  return { open: undefined, changed, netPnls };
}

/** A commission is taken in the base, the quote or a third asset; the first two stand at the ends of the symbol. */
function baseOf(symbol: string, commissionAsset: string): string {
  return symbol.startsWith(commissionAsset) ? commissionAsset : symbol.slice(0, symbol.length - commissionAsset.length);
}
