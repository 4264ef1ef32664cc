import { type Decimal, decimal, one, print, zero } from '../money/decimal.ts';
import { unrealizedPnl } from '../positions/pnl.ts';
import type { DecisionInput } from './decision.ts';
import type { Resolved } from './resolve-quantity.ts';

/** Commission and slippage come on top, of the notional whatever the leverage: 100 % must still be payable. */
const HEADROOM = decimal('0.002');
const SHOWN_DIGITS = 8;

/** `market`: what a position that is closed before goes at. */
export type Spending = { quantity: Decimal; price: Decimal; market: Decimal; leverage: Decimal; isAfterClose: boolean };

/**
 * Holds a size against what is available, where that is known. What only the commission makes too large is made smaller;
 * what the account cannot margin at all is denied, with both figures.
 */
export function fitFunds(input: DecisionInput, spending: Spending): Resolved {
  const { quantity, price, market, leverage } = spending;
  if (input.available === undefined) return { ok: true, quantity };
  const available = input.available.plus(spending.isAfterClose ? freedByClosing(input, market, leverage) : zero);
  const notional = quantity.times(price);
  const payable = available.times(leverage).div(one.plus(HEADROOM.times(leverage)));
  if (notional.lte(payable)) return { ok: true, quantity };
  if (notional.lte(available.times(leverage))) return { ok: true, quantity: payable.div(price) };
  const margin = print(notional.div(leverage).round(SHOWN_DIGITS));
  const needs = `needs "${margin}" of margin at leverage "${print(leverage)}"`;
  const limit = print(available.round(SHOWN_DIGITS));
  const reason = `An order of "${print(notional.round(SHOWN_DIGITS))}" ${needs}, and "${limit}" is available`;
  return { ok: false, denial: { rule: 'funds_available', reason, limit, actual: margin } };
}

/** The margin of the position that a turn closes first, with what closing it realizes. */
function freedByClosing({ position, market }: DecisionInput, price: Decimal, leverage: Decimal): Decimal {
  if (position === undefined || market === 'spot') return zero;
  return position.entryNotional.div(leverage).plus(unrealizedPnl(position, price));
}
