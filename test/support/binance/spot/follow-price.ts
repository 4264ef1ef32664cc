import { type Decimal, decimal, max, min, one } from '../../../../shared/money/decimal.ts';
import { splitQuantity } from '../fill-plan.ts';
import { fillOrder } from './fill-order.ts';
import { isContingent, isOpen, remainingOf, type SpotOrder, waitsAbove } from './order.ts';
import { releasePending } from './release-pending.ts';
import type { SpotState } from './state.ts';
import { activate, crosses } from './take-liquidity.ts';

const BIPS = decimal('10000');

/** What a new price does to the orders that wait for one, oldest first. */
export function followPrice(state: SpotState, symbol: string): void {
  state.changes += 1;
  for (const order of [...state.orders]) {
    if (order.rules.symbol !== symbol || !isOpen(order) || order.status === 'PENDING_NEW') continue;
    if (isContingent(order.type) && !order.isWorking) {
      if (isTriggered(state, order)) activate(state, order);
    } else if (crosses(state, order) && order.filledAtChange !== state.changes) {
      fillAsMaker(state, order);
    }
  }
  releasePending(state);
}

/** At its own price, one part of the plan per change of price. */
function fillAsMaker(state: SpotState, order: SpotOrder): void {
  const { price } = order;
  if (price === undefined) return;
  const [part] = splitQuantity(order.quantity, decimal(order.rules.stepSize), state.fillPlan.parts);
  const left = remainingOf(order);
  const isLast = part === undefined || left.minus(part).lt(part);
  fillOrder(state, order, { price, quantity: isLast ? left : part, isMaker: true });
}

function isTriggered(state: SpotState, order: SpotOrder): boolean {
  const { last } = state.book.of(order.rules.symbol);
  const { stopPrice } = order;
  const isReached = stopPrice !== undefined && (waitsAbove(order) ? last.gte(stopPrice) : last.lte(stopPrice));
  return order.trailingDelta === undefined ? isReached : hasTurned(state, order, last, isReached);
}

/**
 * A trailing order begins to follow the price where its stop is reached, or at once without one, and triggers when
 * the price has turned by so many bips. https://github.com/binance/binance-spot-api-docs/blob/master/faqs/trailing-stop-faq.md
 */
function hasTurned(state: SpotState, order: SpotOrder, last: Decimal, isReached: boolean): boolean {
  if (order.extreme === undefined) {
    if (!isReached) return false;
    order.extreme = last;
    order.trailingSinceMs = state.clock.nowMs();
    return false;
  }
  const delta = decimal(String(order.trailingDelta ?? 0)).div(BIPS);
  if (order.side === 'SELL') {
    order.extreme = max(order.extreme, last);
    return last.lte(order.extreme.times(one.minus(delta)));
  }
  order.extreme = min(order.extreme, last);
  return last.gte(order.extreme.times(one.plus(delta)));
}
