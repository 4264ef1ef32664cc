import { type Decimal, min, print, zero } from '../../money/decimal.ts';
import { partsOf } from '../../positions/holding.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import { type Books, bookTrade, freeOf, holdingOf, signed, withOrder } from './books.ts';
import { closableBy, lockedFunds, MARGIN_ASSET } from './locked-funds.ts';
import type { PaperOrder, RestingOrder } from './paper-order.ts';
import type { PaperSettings } from './paper-settings.ts';
import { INSUFFICIENT_BALANCE, INSUFFICIENT_MARGIN, NOTHING_TO_REDUCE, type Refusal } from './refusal.ts';

export type Settled = { ok: true; books: Books; order: PaperOrder } | { ok: false; refusal: Refusal };
export type Execution = { price: Decimal; commission: Decimal; tradeId: string; filledAt: Date };
type Terms = { rules: SymbolRules; settings: PaperSettings };

/**
 * How much of an order may be carried out. One that may only reduce is cut to the position, and refused when there is none
 * on the other side. Spot has no such flag: selling what one owns reduces anyway, and a buy never does.
 */
export function executableQuantity(books: Books, order: PaperOrder): Decimal | undefined {
  if (!order.reduceOnly) return order.quantity;
  if (books.market === 'spot') return order.side === 'sell' ? order.quantity : undefined;
  const quantity = min(closableBy(books, order), order.quantity);
  return quantity.gt(zero) ? quantity : undefined;
}

/** Fills `quantity` of an order at once, if the account can pay for it. */
export function fillOrder(
  books: Books,
  filling: { order: PaperOrder; quantity: Decimal } & Execution,
  { rules, settings }: Terms,
): Settled {
  const { order, quantity, price, commission, tradeId, filledAt } = filling;
  const fill = { exchangeTradeId: tradeId, price, quantity, commission, commissionAsset: rules.quote, filledAt };
  const filled: PaperOrder = { ...order, status: 'filled', fills: [fill], updatedAt: filledAt };
  if (quantity.lt(order.quantity))
    filled.reason = `Reduce only: quantity "${print(order.quantity)}" was cut to the position "${print(quantity)}"`;
  const after = bookTrade(withOrder(books, filled), { rules, side: order.side, quantity, price, commission });
  const onlyReduces =
    books.market === 'usdm' &&
    partsOf(holdingOf(books, order.symbol).quantity, signed(order.side, quantity)).opening.eq(zero);
  if (!onlyReduces && freeOf(after, givenBy(order, rules), settings).lt(zero)) return refused(books);
  return { ok: true, books: after, order: filled };
}

/** Lets a limit order rest, if the account can set aside what it will need. */
export function restOrder(books: Books, order: RestingOrder, { rules, settings }: Terms): Settled {
  if (executableQuantity(books, order) === undefined) return { ok: false, refusal: NOTHING_TO_REDUCE };
  const after = withOrder(books, order);
  const asset = givenBy(order, rules);
  const lockedOf = (of: Books): Decimal => lockedFunds(of, settings).get(asset) ?? zero;
  if (lockedOf(after).gt(lockedOf(books)) && freeOf(after, asset, settings).lt(zero)) return refused(books);
  return { ok: true, books: after, order };
}

function refused(books: Books): Settled {
  return { ok: false, refusal: books.market === 'spot' ? INSUFFICIENT_BALANCE : INSUFFICIENT_MARGIN };
}

function givenBy(order: PaperOrder, rules: SymbolRules): string {
  if (rules.market === 'usdm') return MARGIN_ASSET;
  return order.side === 'buy' ? rules.quote : rules.base;
}
