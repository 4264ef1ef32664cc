import { max } from '../../../../shared/money/decimal.ts';
import { lockNeeded } from './accept-order.ts';
import { expireOrder } from './close-order.ts';
import { tellBalances, tellExecution } from './events.ts';
import { wouldTrigger } from './filters.ts';
import { isContingent, isOpen } from './order.ts';
import type { OrderList } from './order-list.ts';
import { type SpotState, walletOf } from './state.ts';
import { crosses } from './take-liquidity.ts';

/**
 * Places the pending pair of every OTOCO whose working order is filled. What the account cannot pay for, or the market
 * has passed meanwhile, expires: a buy whose commission came off the coins it bought cannot sell all of them.
 */
export function releasePending(state: SpotState): void {
  for (const list of state.lists) {
    const isDue = list.working?.status === 'FILLED' && list.pair[0].status === 'PENDING_NEW';
    if (isDue && isOpen(list.pair[0])) release(state, list);
  }
}

function release(state: SpotState, list: OrderList): void {
  const [one, other] = list.pair;
  const nowMs = state.clock.nowMs();
  const asset = one.side === 'BUY' ? one.rules.quote : one.rules.base;
  const needed = max(lockNeeded(state, one), lockNeeded(state, other));
  const lock = walletOf(state, list.account).lock(asset, needed);
  const hasPassed = list.pair.some(
    (order) => wouldTrigger(state, order) || (!isContingent(order.type) && crosses(state, order)),
  );
  for (const order of list.pair) {
    order.lock = lock;
    order.status = 'NEW';
    order.updatedAtMs = nowMs;
    order.isWorking = !isContingent(order.type);
    order.workingTimeMs = order.isWorking ? nowMs : -1;
    if (order.trailingDelta !== undefined && order.stopPrice === undefined)
      order.extreme = state.book.of(order.rules.symbol).last;
  }
  if (lock === undefined || hasPassed) {
    expireOrder(state, one, 'REJECTED');
    expireOrder(state, other, 'REJECTED');
    return;
  }
  for (const order of list.pair) tellExecution(state, order, 'NEW');
  tellBalances(state, one);
}
