import { decimal, zero } from '../../../../shared/money/decimal.ts';
import { splitQuantity } from '../fill-plan.ts';
import { crossesUsdm } from './accept-order.ts';
import { reducible } from './check-reducing.ts';
import { closeUsdm, fillUsdm } from './fill-order.ts';
import { isOpen, remainingOf, type UsdmOrder } from './order.ts';
import type { UsdmState } from './state.ts';
import { followAlgo, settleAlgos } from './trigger-algo.ts';

/** What a new price does to the orders that wait for one: resting ones first, then conditional ones. */
export function followUsdmPrice(state: UsdmState, symbol: string): void {
  state.changes += 1;
  for (const order of [...state.orders]) {
    const isDue = order.rules.symbol === symbol && isOpen(order) && order.filledAtChange !== state.changes;
    if (isDue && crossesUsdm(state, order)) fillAsMaker(state, order);
  }
  for (const algo of [...state.algos]) {
    if (algo.rules.symbol === symbol && algo.status === 'NEW') followAlgo(state, algo);
  }
  settleAlgos(state);
}

/** At its own price, one part of the plan per change of price. */
function fillAsMaker(state: UsdmState, order: UsdmOrder): void {
  const { price } = order;
  if (price === undefined) return;
  const [part] = splitQuantity(order.quantity, decimal(order.rules.stepSize), state.fillPlan.parts);
  const left = remainingOf(order);
  const wanted = part === undefined || left.minus(part).lt(part) ? left : part;
  const quantity = reducible(state, order, wanted);
  if (quantity.gt(zero)) fillUsdm(state, order, { price, quantity, isMaker: true });
  if (quantity.lt(wanted)) closeUsdm(state, order, 'EXPIRED');
}

/** What the clock makes due: countdowns that were not renewed and orders good until a date. */
export function runUsdmClock(state: UsdmState): void {
  const nowMs = state.clock.nowMs();
  for (const [apiKey, { countdowns }] of state.holdings) {
    for (const [symbol, dueAtMs] of countdowns) {
      if (dueAtMs > nowMs) continue;
      countdowns.delete(symbol);
      for (const order of state.orders)
        if (order.account.apiKey === apiKey && order.rules.symbol === symbol) closeUsdm(state, order, 'CANCELED');
    }
  }
  for (const order of state.orders)
    if (order.timeInForce === 'GTD' && order.goodTillMs <= nowMs) closeUsdm(state, order, 'EXPIRED');
  settleAlgos(state);
}
