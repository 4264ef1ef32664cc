import { zero } from '../../../../shared/money/decimal.ts';
import { tellBalances, tellExecution, tellList } from './events.ts';
import { type ExpiryReason, isOpen, type SpotOrder } from './order.ts';
import { type OrderList, ordersOf, siblingOf } from './order-list.ts';
import { type SpotState, walletOf } from './state.ts';

export const listOf = (state: SpotState, order: SpotOrder): OrderList | undefined =>
  state.lists.find(({ orderListId }) => orderListId === order.orderListId);

/** Frees what an order has set aside, unless its sibling still needs it. */
export function freeFunds(state: SpotState, order: SpotOrder): void {
  const { lock } = order;
  if (lock === undefined) return;
  order.lock = undefined;
  const isShared = state.orders.some((other) => other.lock === lock && isOpen(other));
  if (!isShared) walletOf(state, order.account).unlockTo(lock, zero);
}

export function expireOrder(state: SpotState, order: SpotOrder, reason: ExpiryReason): void {
  if (!isOpen(order)) return;
  order.status = 'EXPIRED';
  order.expiryReason = reason;
  order.updatedAtMs = state.clock.nowMs();
  freeFunds(state, order);
  tellExecution(state, order, 'EXPIRED');
  tellBalances(state, order);
  settleList(state, order);
}

export function cancelOrder(state: SpotState, order: SpotOrder, cancelId: string): void {
  if (!isOpen(order)) return;
  order.status = 'CANCELED';
  order.updatedAtMs = state.clock.nowMs();
  freeFunds(state, order);
  tellExecution(state, order, 'CANCELED', { canceledBy: cancelId });
  tellBalances(state, order);
  settleList(state, order);
}

/** The moment one of a pair trades or is triggered, the other one is gone. */
export function expireSibling(state: SpotState, order: SpotOrder): void {
  const list = listOf(state, order);
  const sibling = list === undefined ? undefined : siblingOf(list, order);
  if (sibling !== undefined) expireOrder(state, sibling, 'OCO_TRIGGER');
}

/** What the end of an order means for the others of its list, and for the list. */
export function settleList(state: SpotState, order: SpotOrder): void {
  const list = listOf(state, order);
  if (list === undefined || list.status === 'ALL_DONE') return;
  if (order === list.working && order.status !== 'FILLED')
    for (const pending of list.pair) expireOrder(state, pending, 'OTO_PHASE_ONE_EXPIRED');
  const sibling = siblingOf(list, order);
  if (sibling !== undefined && order.expiryReason !== 'OCO_TRIGGER' && isOpen(sibling) && order.status === 'EXPIRED')
    expireOrder(state, sibling, 'OCO_TRIGGER');
  if (ordersOf(list).some(isOpen) || isDone(list)) return;
  list.status = 'ALL_DONE';
  list.updatedAtMs = state.clock.nowMs();
  tellList(state, list);
}

const isDone = (list: OrderList): boolean => list.status === 'ALL_DONE';
