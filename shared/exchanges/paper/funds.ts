import { type Decimal, max, min, sum, zero } from '../../money/decimal.ts';
import type { Balance } from '../exchange.ts';
import { type Books, closableBy } from './books.ts';
import { commissionOf } from './match-order.ts';
import { isResting, type OpenPaperOrder } from './paper-order.ts';
import type { PaperSettings } from './paper-settings.ts';
import { triggerPrice } from './see-waiting.ts';
import { paperSymbol } from './symbols.ts';

/** Every USD-M symbol of the paper exchange is margined in it. */
export const MARGIN_ASSET = 'USDT';

/** What an account cannot use twice, by asset: what its open orders will need, and the margin of its positions. */
export function lockedFunds(books: Books, settings: PaperSettings): ReadonlyMap<string, Decimal> {
  return books.market === 'spot'
    ? lockedOnSpot(books, settings)
    : new Map([[MARGIN_ASSET, marginInUse(books, settings)]]);
}

/** Losses can take it below zero on USD-M: the paper exchange liquidates nobody, it only opens nothing more. */
export function freeOf(books: Books, asset: string, settings: PaperSettings): Decimal {
  return (books.totals.get(asset) ?? zero).minus(lockedFunds(books, settings).get(asset) ?? zero);
}

export function balancesOf(books: Books, settings: PaperSettings): Balance[] {
  const allLocked = lockedFunds(books, settings);
  return [...books.totals.keys()].sort().map((asset) => ({
    asset,
    free: freeOf(books, asset, settings),
    locked: allLocked.get(asset) ?? zero,
  }));
}

/** Two orders of a pair share one lock, because only one of them can trade: it is as large as the larger one needs. */
function lockedOnSpot(books: Books, settings: PaperSettings): ReadonlyMap<string, Decimal> {
  const locks = new Map<string, { asset: string; needed: Decimal }>();
  for (const order of books.openOrders) {
    const rules = paperSymbol('spot', order.symbol);
    if (rules === undefined) continue;
    const asset = order.side === 'buy' ? rules.quote : rules.base;
    const key = order.pairId ?? order.id;
    const needed = max(neededOnSpot(order, settings), locks.get(key)?.needed ?? zero);
    locks.set(key, { asset, needed });
  }
  const locked = new Map<string, Decimal>();
  for (const { asset, needed } of locks.values()) locked.set(asset, (locked.get(asset) ?? zero).plus(needed));
  return locked;
}

function neededOnSpot(order: OpenPaperOrder, settings: PaperSettings): Decimal {
  if (order.side === 'sell') return order.quantity;
  const price = order.type === 'limit' ? order.price : (triggerPrice(order) ?? zero);
  const notional = order.quantity.times(price);
  return notional.plus(commissionOf(notional, settings));
}

function marginInUse(books: Books, settings: PaperSettings): Decimal {
  const held = sum([...books.positions.values()].map(({ entryNotional }) => entryNotional));
  const opening = openingNotional(books);
  return held.plus(opening).div(settings.leverage).plus(commissionOf(opening, settings));
}

/** Of the resting orders, only what would open; what waits is margined once it is triggered. An order against the position needs no margin up to the position's quantity. */
function openingNotional(books: Books): Decimal {
  const closable = new Map<string, Decimal>();
  let opening = zero;
  for (const order of books.openOrders.filter(isResting).filter(({ reduceOnly }) => !reduceOnly)) {
    const key = `${order.symbol} ${order.side}`;
    const left = closable.get(key) ?? closableBy(books, order);
    const closing = min(left, order.quantity);
    closable.set(key, left.minus(closing));
    opening = opening.plus(order.quantity.minus(closing).times(order.price));
  }
  return opening;
}
