import { insertEvents } from '../alerts/event-rows.pg.ts';
import type { Database } from '../database/pool.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import { type Fill, isClosed, type Order } from '../orders/order.ts';
import { cancelPlanned, insertFill, selectOrdersOfSignal, updateOrder } from '../orders/order-rows.pg.ts';
import { applyFill } from '../positions/apply-fill.ts';
import { savePosition, selectOpenPosition } from '../positions/position-rows.pg.ts';
import type { Work } from '../queue/work.ts';
import type { Clock } from '../time/clock.ts';
import { endSignal } from './end-signal.pg.ts';
import { eventOf, type OrderChange, updateOf } from './order-change.ts';
import { outcomeOf } from './signal-outcome.ts';

export type ChangeDeps = { now: Clock; newId: NewId };
export type ChangeInput = { work: Work; order: Order; change: OrderChange };

/** Part of a transaction that holds the lane: the order's new state and everything that follows from it. */
export async function keepChange(
  database: Database,
  deps: ChangeDeps,
  { work, order, change }: ChangeInput,
): Promise<{ orders: Order[]; isOver: boolean }> {
  const at = deps.now();
  const isChanged = await updateOrder(database, order.id, updateOf(change, at));
  if (change.kind === 'answered') await keepFills(database, deps, order, change.order.fills);
  if (isChanged && !isRepeat(order, change)) {
    const { userId, alertId } = order;
    const event = { ...eventOf(order, change), id: deps.newId('evt'), userId, alertId, step: work.step, at };
    await insertEvents(database, [event]);
  }
  const orders = await settle(database, order, at);
  const outcome = outcomeOf(orders, await denialOf(database, order.signalId));
  if (outcome === undefined) return { orders, isOver: false };
  const own = { ...work, alertId: order.alertId, step: await stepOf(database, order.signalId) };
  await endSignal(database, { work: own, signalId: order.signalId, outcome, at });
  return { orders, isOver: true };
}

/** A resting order that is asked about again and has not moved is no news. */
function isRepeat(order: Order, change: OrderChange): boolean {
  return (
    change.kind === 'answered' &&
    change.order.status === order.status &&
    change.order.filledQuantity.eq(order.filledQuantity)
  );
}

/** An order that ended unfilled takes those that were to follow it along. */
async function settle(database: Database, order: Order, at: Date): Promise<Order[]> {
  const orders = await selectOrdersOfSignal(database, order.signalId);
  const failed = orders.find(({ status }) => isClosed(status) && status !== 'filled');
  if (failed === undefined || orders.every(({ status }) => status !== 'planned')) return orders;
  await cancelPlanned(database, order.signalId, `Order ${failed.step} of the signal was ${failed.status}`, at);
  return selectOrdersOfSignal(database, order.signalId);
}

async function keepFills(database: Database, deps: ChangeDeps, order: Order, fills: readonly Fill[]): Promise<void> {
  for (const fill of fills) {
    if (await insertFill(database, order, fill, deps.newId('fil'))) await foldFill(database, deps, order, fill);
  }
}

async function foldFill(database: Database, deps: ChangeDeps, order: Order, fill: Fill): Promise<void> {
  const { accountId, userId, market, symbol, side } = order;
  const open = await selectOpenPosition(database, { accountId, market, symbol });
  const base = symbol.startsWith(fill.commissionAsset)
    ? fill.commissionAsset
    : symbol.slice(0, symbol.length - fill.commissionAsset.length);
  const effect = applyFill(open, { ...fill, market, symbol, side, base });
  await savePosition(database, { id: open?.id ?? deps.newId('pos'), userId, accountId }, effect.position);
  if (effect.opened !== undefined)
    await savePosition(database, { id: deps.newId('pos'), userId, accountId }, effect.opened);
}

async function denialOf(database: Database, signalId: string): Promise<{ rule: string; reason: string } | undefined> {
  const { rows } = await database.query<{ rule: string; reason: string }>(
    'select rule, reason from signals where id = $1 and rule is not null',
    [signalId],
  );
  return rows[0];
}

async function stepOf(database: Database, signalId: string): Promise<number> {
  const { rows } = await database.query<{ step: number }>('select step from signals where id = $1', [signalId]);
  return rows[0]?.step ?? 0;
}
