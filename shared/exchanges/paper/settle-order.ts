import { type Decimal, min, print, zero } from '../../money/decimal.ts';
import { partsOf } from '../../positions/holding.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import { type Books, bookTrade, closableBy, holdingOf, signed, withOrder } from './books.ts';
import { freeOf, lockedFunds, MARGIN_ASSET } from './funds.ts';
import type { PaperOrder } from './paper-order.ts';
import type { PaperSettings } from './paper-settings.ts';
import { INSUFFICIENT_BALANCE, INSUFFICIENT_MARGIN, type Refusal } from './refusal.ts';

export type Settled = { ok: true; books: Books; order: PaperOrder } | { ok: false; refusal: Refusal };
export type Execution = { quantity: Decimal; price: Decimal; commission: Decimal; tradeId: string; filledAt: Date };
export type Terms = { rules: SymbolRules; settings: PaperSettings };

/**
 * How much of an order may be carried out. One that may only reduce is cut to the position; undefined when there is none to
 * reduce. Spot has no such flag: selling what one owns reduces anyway, and a buy never does.
 */
export function executableQuantity(books: Books, order: PaperOrder): Decimal | undefined {
  if (!order.reduceOnly) return order.quantity;
  if (books.market === 'spot') return order.side === 'sell' ? order.quantity : undefined;
  const quantity = min(closableBy(books, order), order.quantity);
  return quantity.gt(zero) ? quantity : undefined;
}

/** Fills an order at once, if the account can pay for it. What only reduces a USD-M position needs no funds at all. */
export function fillOrder(books: Books, order: PaperOrder, execution: Execution, terms: Terms): Settled {
  const { rules, settings } = terms;
  const filled = filledBy(order, execution, rules);
  const after = bookTrade(withOrder(books, filled), { rules, side: order.side, ...execution });
  const change = signed(order.side, execution.quantity);
  const isReducing =
    books.market === 'usdm' && partsOf(holdingOf(books, order.symbol).quantity, change).opening.eq(zero);
  if (!isReducing && freeOf(after, givenBy(order, rules), settings).lt(zero)) return cannotAfford(books);
  return { ok: true, books: after, order: filled };
}

function filledBy(order: PaperOrder, execution: Execution, rules: SymbolRules): PaperOrder {
  const { quantity, price, commission, tradeId, filledAt } = execution;
  const fill = { exchangeTradeId: tradeId, price, quantity, commission, commissionAsset: rules.quote, filledAt };
  const filled: PaperOrder = { ...order, status: 'filled', fills: [fill], updatedAt: filledAt };
  if (quantity.eq(order.quantity)) return filled;
  const cut = `quantity "${print(order.quantity)}" was cut to the position "${print(quantity)}"`;
  return { ...filled, reason: `Reduce only: ${cut}` };
}

/** Lets an order rest or wait, if the account can set aside what it will need. */
export function keepOpen(books: Books, order: PaperOrder, terms: Terms): Settled {
  const after = withOrder(books, order);
  return canLock(books, after, { order, ...terms }) ? { ok: true, books: after, order } : cannotAfford(books);
}

/** Whether what an open order sets aside is there: `after` are the books with it. */
export function canLock(
  books: Books,
  after: Books,
  { order, rules, settings }: Terms & { order: PaperOrder },
): boolean {
  const asset = givenBy(order, rules);
  const lockedIn = (some: Books): Decimal => lockedFunds(some, settings).get(asset) ?? zero;
  return !lockedIn(after).gt(lockedIn(books)) || freeOf(after, asset, settings).gte(zero);
}

export function cannotAfford(books: Pick<Books, 'market'>): Settled & { ok: false } {
  return { ok: false, refusal: books.market === 'spot' ? INSUFFICIENT_BALANCE : INSUFFICIENT_MARGIN };
}

function givenBy(order: PaperOrder, rules: SymbolRules): string {
  if (rules.market === 'usdm') return MARGIN_ASSET;
  return order.side === 'buy' ? rules.quote : rules.base;
}
