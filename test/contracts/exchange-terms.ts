import type { PairOutcome, PairRequest, StopTerms, TakeProfitTerms } from '../../shared/exchanges/exchange.ts';
import type { Market } from '../../shared/markets/market.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { isConditional, type OrderTerms } from '../../shared/orders/order.ts';

/**
 * "at 50000" is a limit, "stop 45000" and "target 55000" wait for a price and then trade at the market or, with "at", at a
 * limit; "trail 100" follows by 100 bps, and with "from" begins at a price.
 */
export function termsIn(text: string): OrderTerms {
  const words = text.split(' ');
  const after = (word: string): string | undefined =>
    words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
  const [price, stop, target, trail, from] = [
    after('at'),
    after('stop'),
    after('target'),
    after('trail'),
    after('from'),
  ];
  const limit = price === undefined ? undefined : decimal(price);
  if (trail !== undefined) {
    const terms = { type: 'trailing_stop', callbackBps: Number(trail) } as const;
    return from === undefined ? terms : { ...terms, activationPrice: decimal(from) };
  }
  if (stop !== undefined) {
    const stopPrice = decimal(stop);
    return limit === undefined ? { type: 'stop_market', stopPrice } : { type: 'stop_limit', stopPrice, price: limit };
  }
  if (target !== undefined) {
    const stopPrice = decimal(target);
    return limit === undefined
      ? { type: 'take_profit_market', stopPrice }
      : { type: 'take_profit_limit', stopPrice, price: limit };
  }
  return limit === undefined ? { type: 'market' } : { type: 'limit', price: limit };
}

/** `legs` as "at 55000 / stop 45000": the target and the stop, under the ids `profit` and `loss` of the pair. */
export function pairRequest(market: Market, text: string, legs: string, id = 'pair'): PairRequest {
  const [side, quantity = '', symbol = ''] = text.split(' ');
  const [target = '', stop = ''] = legs.split(' / ');
  return {
    ...{ market, symbol, side: side === 'buy' ? 'buy' : 'sell', quantity: decimal(quantity) },
    takeProfit: { clientOrderId: `${id}-profit`, ...targetTerms(target) },
    stop: { clientOrderId: `${id}-loss`, ...stopTerms(stop) },
  };
}

function targetTerms(text: string): TakeProfitTerms {
  const terms = termsIn(text);
  if (terms.type === 'limit' || terms.type === 'take_profit_market' || terms.type === 'take_profit_limit') return terms;
  throw new RangeError(`"${text}" is no target`);
}

function stopTerms(text: string): StopTerms {
  const terms = termsIn(text);
  if (isConditional(terms) && terms.type !== 'take_profit_market' && terms.type !== 'take_profit_limit') return terms;
  throw new RangeError(`"${text}" is no stop`);
}

/** "placed linked", "half_placed", "rejected -2010" */
export function showPair(outcome: PairOutcome): string {
  if (outcome.status === 'placed') return `placed ${outcome.isLinked ? 'linked' : 'apart'}`;
  return outcome.status === 'rejected' ? `rejected ${outcome.code}` : outcome.status;
}
