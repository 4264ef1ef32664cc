import { type Decimal, decimal, floorToStep, min, sum, zero } from '../../../../shared/money/decimal.ts';
import { splitQuantity } from '../fill-plan.ts';
import { cut8 } from '../protocol/amounts.ts';
import { expireOrder, expireSibling } from './close-order.ts';
import { fillOrder, needOf } from './fill-order.ts';
import { isMarketType, remainingOf, type SpotDraft, type SpotOrder } from './order.ts';
import { type SpotState, walletOf } from './state.ts';

export type Part = { price: Decimal; quantity: Decimal };

/** The trades a market order would make right now: at the ask or bid, each part some ticks worse when so planned. */
export function plannedParts(state: SpotState, draft: SpotDraft, quantity: Decimal): Part[] {
  const { rules, side } = draft;
  const book = state.book.of(rules.symbol);
  const available = side === 'BUY' ? book.askQty : book.bidQty;
  const taken = available === undefined ? quantity : floorToStep(min(available, quantity), decimal(rules.stepSize));
  if (taken.eq(zero)) return [];
  const tick = decimal(rules.tickSize).times(decimal(String(state.fillPlan.ticksApart)));
  return splitQuantity(taken, decimal(rules.stepSize), state.fillPlan.parts).map((part, index) => {
    const away = tick.times(decimal(String(index)));
    return { quantity: part, price: side === 'BUY' ? book.ask.plus(away) : book.bid.minus(away) };
  });
}

export const costOf = (parts: readonly Part[]): Decimal =>
  sum(parts.map(({ price, quantity }) => cut8(price.times(quantity))));

/** What is taken from a book of limited depth is gone until the test sets it again. */
export function takeFromBook(state: SpotState, order: SpotOrder, quantity: Decimal): void {
  const book = state.book.of(order.rules.symbol);
  if (order.side === 'BUY' && book.askQty !== undefined) book.askQty = book.askQty.minus(quantity);
  if (order.side === 'SELL' && book.bidQty !== undefined) book.bidQty = book.bidQty.minus(quantity);
}

function canAfford(state: SpotState, order: SpotOrder, parts: readonly Part[]): boolean {
  const { rules, side, account } = order;
  const { free } = walletOf(state, account).balance(side === 'BUY' ? rules.quote : rules.base);
  return free.gte(side === 'BUY' ? costOf(parts) : sum(parts.map(({ quantity }) => quantity)));
}

/** Fills what the book has; what it has not expires. */
export function executeMarket(state: SpotState, order: SpotOrder): void {
  const parts = plannedParts(state, order, remainingOf(order));
  if (order.lock !== undefined) {
    walletOf(state, order.account).unlockTo(order.lock, zero);
    order.lock = undefined;
  }
  if (!canAfford(state, order, parts)) {
    expireOrder(state, order, 'REJECTED');
    return;
  }
  for (const { price, quantity } of parts) {
    takeFromBook(state, order, quantity);
    fillOrder(state, order, { price, quantity, isMaker: false });
  }
  if (order.status !== 'FILLED') expireOrder(state, order, 'INSUFFICIENT_LIQUIDITY');
}

export function crosses(state: SpotState, draft: SpotDraft): boolean {
  const book = state.book.of(draft.rules.symbol);
  const { price, side } = draft;
  if (price === undefined) return false;
  return side === 'BUY' ? price.gte(book.ask) : price.lte(book.bid);
}

/** A limit order that meets the book trades at the book's better price, one part of the plan; the rest rests. */
export function executeLimit(state: SpotState, order: SpotOrder): void {
  const fok = order.timeInForce === 'FOK';
  if (crosses(state, order)) {
    const { ask, bid } = state.book.of(order.rules.symbol);
    const [part] = plannedParts(state, order, remainingOf(order));
    const isWhole = part?.quantity.eq(remainingOf(order)) ?? false;
    if (part !== undefined && (isWhole || !fok)) {
      takeFromBook(state, order, part.quantity);
      const price = order.side === 'BUY' ? ask : bid;
      fillOrder(state, order, { price, quantity: part.quantity, isMaker: false });
    }
  }
  if (order.status === 'FILLED') return;
  if (fok) expireOrder(state, order, 'UNFILLED_FOK_ORDER_EXPIRED');
  else if (order.timeInForce === 'IOC') expireOrder(state, order, 'UNFILLED_IOC_QUANTITY_EXPIRED');
}

/** Puts a triggered order to work; of a pair, the other one ends here. */
export function activate(state: SpotState, order: SpotOrder): void {
  expireSibling(state, order);
  order.isWorking = true;
  order.workingTimeMs = state.clock.nowMs();
  if (order.lock !== undefined) walletOf(state, order.account).unlockTo(order.lock, needOf(order));
  if (isMarketType(order.type)) executeMarket(state, order);
  else executeLimit(state, order);
}
