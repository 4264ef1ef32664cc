import type { Market } from '../../markets/market.ts';
import { type Decimal, max, zero } from '../../money/decimal.ts';
import type { Side } from '../../orders/order.ts';
import { changeHolding, nothingHeld } from '../../positions/holding.ts';
import type { Holding } from '../../positions/position.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import { isOpen, type OpenPaperOrder, type PaperOrder } from './paper-order.ts';

/**
 * All that one account has in one market. On spot `totals` is what it owns; on USD-M the wallet: deposits, realized PnL and
 * commission. How much of it is free follows from positions and resting orders, and so cannot drift away from them.
 */
export type Books = {
  market: Market;
  totals: ReadonlyMap<string, Decimal>;
  /** USD-M only, one way: at most one position in a symbol, signed. */
  positions: ReadonlyMap<string, Holding>;
  /** All that rests or waits, oldest first. */
  openOrders: readonly OpenPaperOrder[];
};

export type Trade = { rules: SymbolRules; side: Side; quantity: Decimal; price: Decimal; commission: Decimal };

export function holdingOf(books: Books, symbol: string): Holding {
  return books.positions.get(symbol) ?? nothingHeld;
}

export function signed(side: Side, quantity: Decimal): Decimal {
  return side === 'buy' ? quantity : quantity.neg();
}

/** How much of the position orders of this side could close. */
export function closableBy(books: Books, { symbol, side }: Pick<PaperOrder, 'symbol' | 'side'>): Decimal {
  return max(signed(side, holdingOf(books, symbol).quantity).neg(), zero);
}

/** Books a trade. Whether the account could afford it shows in what is free afterwards. */
export function bookTrade(books: Books, trade: Trade): Books {
  const { rules, price, commission } = trade;
  const change = signed(trade.side, trade.quantity);
  if (books.market === 'spot') {
    const paid = added(books.totals, rules.quote, change.times(price).neg().minus(commission));
    return { ...books, totals: added(paid, rules.base, change) };
  }
  const { holding, realizedPnl } = changeHolding(holdingOf(books, rules.symbol), change, price);
  const positions = new Map(books.positions);
  if (holding.quantity.eq(zero)) positions.delete(rules.symbol);
  else positions.set(rules.symbol, holding);
  return { ...books, positions, totals: added(books.totals, rules.quote, realizedPnl.minus(commission)) };
}

function added(totals: Books['totals'], asset: string, change: Decimal): Books['totals'] {
  return new Map(totals).set(asset, (totals.get(asset) ?? zero).plus(change));
}

/** Puts an order among the open ones, at the place that it has there already, or takes it out once it has ended. */
export function withOrder(books: Books, order: PaperOrder): Books {
  const { openOrders } = books;
  if (!isOpen(order)) return { ...books, openOrders: openOrders.filter(({ id }) => id !== order.id) };
  const isKnown = openOrders.some(({ id }) => id === order.id);
  const changed = isKnown ? openOrders.map((open) => (open.id === order.id ? order : open)) : [...openOrders, order];
  return { ...books, openOrders: changed };
}
