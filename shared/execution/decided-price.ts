import { type Decimal, decimal, max, one } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';
import type { AskedTerms } from './order-terms.ts';

const BPS = decimal('10000');

/**
 * What an order is decided on: its limit, the trigger that it waits for, or the market. Of a stop with a limit the dearer of both,
 * because it may trade at either. A trailing buy counts at where it would turn now: from there it only gets cheaper.
 */
export function decidedPrice(terms: AskedTerms, side: Side, market: Decimal | undefined): Decimal | undefined {
  switch (terms.type) {
    case 'market':
      return market;
    case 'limit':
      return terms.price;
    case 'stop_market':
      return terms.stopPrice;
    case 'stop_limit':
      return max(terms.stopPrice, terms.price);
    case 'trailing_stop': {
      const from = terms.activationPrice ?? market;
      if (side === 'sell') return from;
      return from?.times(one.plus(decimal(String(terms.callbackBps)).div(BPS)));
    }
  }
}

/**
 * What one of an entry is worth: never less than it may cost. A limit to buy is never exceeded; one to sell that the market has
 * passed already trades at the market.
 */
export function entryPrice(terms: AskedTerms, side: Side, market: Decimal | undefined): Decimal | undefined {
  const decided = decidedPrice(terms, side, market);
  if (decided === undefined || market === undefined || terms.type !== 'limit' || side === 'buy') return decided;
  return max(decided, market);
}

/** Whether the exchange holds the quantity to what a market order may be: once triggered it is one. */
export function lotType({ type }: AskedTerms): 'market' | 'limit' {
  return type === 'limit' || type === 'stop_limit' ? 'limit' : 'market';
}
