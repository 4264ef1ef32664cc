import { type Decimal, decimal, floorToStep, min, zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { splitQuantity } from '../fill-plan.ts';
import { ApiError } from '../protocol/api-error.ts';
import { nextId } from '../spot/state.ts';
import { checkReducing, reducible } from './check-reducing.ts';
import { tellOrder } from './events.ts';
import { closeUsdm, fillUsdm } from './fill-order.ts';
import { checkMargin } from './margin.ts';
import { isOpen, remainingOf, type UsdmDraft, type UsdmOrder } from './order.ts';
import type { UsdmState } from './state.ts';

/** An id is taken while its order is open. @throws ApiError -4116 */
export function checkUsdmClientId(state: UsdmState, account: FakeAccount, clientOrderId: string): void {
  const isTaken = state.orders.some(
    (order) => order.account === account && order.clientOrderId === clientOrderId && isOpen(order),
  );
  if (isTaken) throw new ApiError(-4116, 'clientOrderId is duplicated');
}

export function crossesUsdm(state: UsdmState, { rules, side, price }: UsdmDraft): boolean {
  const { ask, bid } = state.book.of(rules.symbol);
  if (price === undefined) return true;
  return side === 'BUY' ? price.gte(ask) : price.lte(bid);
}

type Part = { price: Decimal; quantity: Decimal };

function plannedParts(state: UsdmState, draft: UsdmDraft, quantity: Decimal): Part[] {
  const book = state.book.of(draft.rules.symbol);
  const available = draft.side === 'BUY' ? book.askQty : book.bidQty;
  const step = decimal(draft.rules.stepSize);
  const taken = available === undefined ? quantity : floorToStep(min(available, quantity), step);
  if (taken.eq(zero)) return [];
  const tick = decimal(draft.rules.tickSize).times(decimal(String(state.fillPlan.ticksApart)));
  return splitQuantity(taken, step, state.fillPlan.parts).map((part, index) => {
    const away = tick.times(decimal(String(index)));
    return { quantity: part, price: draft.side === 'BUY' ? book.ask.plus(away) : book.bid.minus(away) };
  });
}

/** Takes an order into the engine. @throws ApiError when refused, and then nothing has changed */
export function acceptUsdm(
  state: UsdmState,
  account: FakeAccount,
  draft: UsdmDraft,
  from: { clientAlgoId?: string; closePosition?: boolean } = {},
): UsdmOrder {
  checkUsdmClientId(state, account, draft.clientOrderId);
  checkReducing(state, account, draft);
  checkMargin(state, account, draft);
  checkTimeInForce(state, draft);
  const nowMs = state.clock.nowMs();
  const order: UsdmOrder = {
    ...draft,
    ...{ account, status: 'NEW', trades: [], executed: zero, cumulativeQuote: zero, filledAtChange: -1 },
    ...{ acceptedAtMs: nowMs, updatedAtMs: nowMs, clientAlgoId: from.clientAlgoId },
    closePosition: from.closePosition ?? false,
    orderId: nextId(state, `order ${draft.rules.symbol}`, BigInt(draft.rules.firstOrderId)),
  };
  state.orders.push(order);
  tellOrder(state, order, 'NEW');
  take(state, order);
  return order;
}

/** FOK and post-only orders that cannot keep their word are refused, not recorded. */
function checkTimeInForce(state: UsdmState, draft: UsdmDraft): void {
  const crosses = crossesUsdm(state, draft);
  if (draft.timeInForce === 'GTX' && draft.type === 'LIMIT' && crosses)
    throw new ApiError(-5022, 'Due to the order could not be executed as maker, the Post Only order will be rejected.');
  if (draft.timeInForce !== 'FOK') return;
  const [part] = crosses ? plannedParts(state, draft, draft.quantity) : [];
  if (part === undefined || !part.quantity.eq(draft.quantity))
    throw new ApiError(-5021, 'Due to the order could not be filled immediately, the FOK order has been rejected.');
}

/** A market order takes all parts of the plan at once; a limit order that crosses takes the first of them. */
function take(state: UsdmState, order: UsdmOrder): void {
  if (crossesUsdm(state, order)) {
    const planned = plannedParts(state, order, reducible(state, order, remainingOf(order)));
    const parts = order.type === 'MARKET' ? planned : planned.slice(0, 1);
    const { ask, bid } = state.book.of(order.rules.symbol);
    for (const part of parts) {
      takeFromBook(state, order, part.quantity);
      const best = order.side === 'BUY' ? ask : bid;
      fillUsdm(state, order, {
        price: order.type === 'MARKET' ? part.price : best,
        ...{ quantity: part.quantity, isMaker: false },
      });
    }
  }
  if (order.type === 'MARKET' || order.timeInForce === 'IOC') closeUsdm(state, order, 'EXPIRED');
}

function takeFromBook(state: UsdmState, order: UsdmOrder, quantity: Decimal): void {
  const book = state.book.of(order.rules.symbol);
  if (order.side === 'BUY' && book.askQty !== undefined) book.askQty = book.askQty.minus(quantity);
  if (order.side === 'SELL' && book.bidQty !== undefined) book.bidQty = book.bidQty.minus(quantity);
}
