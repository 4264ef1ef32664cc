import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, decimal, hundred, print } from '../money/decimal.ts';
import type { ConditionalTerms, Side } from '../orders/order.ts';
import type { Denial } from '../risk/denial.ts';
import type { DecisionInput } from './decision.ts';
import { marketPrice, orderPrice } from './order-price.ts';

/** What an order of a signal may wait for. Targets are those of a position, and no signal asks for one by itself. */
export type WaitingTerms = Extract<ConditionalTerms, { type: 'stop_market' | 'stop_limit' | 'trailing_stop' }>;
export type FoundWaiting = { ok: true; terms: WaitingTerms } | { ok: false; denial: Denial };

const BPS_IN_PERCENT = hundred;
const BPS = decimal('10000');

const refuse = (rule: string, reason: string): FoundWaiting => ({ ok: false, denial: { rule, reason } });

/**
 * The terms of an order that waits on the exchange until the market comes to it: a buy above the market, a sell below. One that
 * the market has come to already is denied, as the exchange would.
 */
export function waitingTerms(input: DecisionInput, rules: SymbolRules, side: Side): FoundWaiting {
  const { orderType, timeInForce, postOnly } = input.signal;
  if (!input.takesConditional)
    return refuse(
      'order_type',
      `Orders of type "${orderType}" are not taken by this exchange: allowed are market, limit`,
    );
  if (postOnly) return refuse('post_only', `An order of type "${orderType}" cannot be post-only`);
  if (timeInForce !== undefined && timeInForce !== 'gtc')
    return refuse(
      'time_in_force',
      `An order of type "${orderType}" waits until it is canceled: it cannot be "${timeInForce}"`,
    );
  const found = orderType === 'trailing_stop' ? trailingTerms(input, rules, side) : stopTerms(input, rules, side);
  if (!found.ok) return found;
  const denial = passed(input, found.terms, side);
  return denial === undefined ? found : { ok: false, denial };
}

/** A distance stands for the trigger: an order with two prices has to name at least its limit. */
function stopTerms(input: DecisionInput, rules: SymbolRules, side: Side): FoundWaiting {
  const { orderType, price, stopPrice, priceOffset: offset } = input.signal;
  const stop = orderPrice(input, rules, { name: 'stop', price: stopPrice, offset, side });
  if (!stop.ok) return stop;
  if (orderType === 'stop') return { ok: true, terms: { type: 'stop_market', stopPrice: stop.price } };
  const limit = orderPrice(input, rules, { name: 'limit', price, offset: undefined, side });
  return limit.ok ? { ok: true, terms: { type: 'stop_limit', stopPrice: stop.price, price: limit.price } } : limit;
}

/** It begins to follow at `stopPrice`, or at once where the message has none. */
function trailingTerms(input: DecisionInput, rules: SymbolRules, side: Side): FoundWaiting {
  const { priceOffset, stopPrice } = input.signal;
  if (priceOffset === undefined)
    return refuse('trailing_distance', 'A trailing stop needs how far behind it follows, and the message has none');
  const begins = stopPrice && orderPrice(input, rules, { name: 'stop', price: stopPrice, offset: undefined, side });
  if (begins && !begins.ok) return begins;
  const from = begins?.price ?? marketPrice(input);
  const distance = priceOffset.value.abs();
  if (priceOffset.kind === 'amount' && from === undefined)
    return refuse('trailing_distance', 'The trailing distance is an amount, and no price of the market is known');
  const bps =
    priceOffset.kind === 'pct' || from === undefined ? distance.times(BPS_IN_PERCENT) : distance.times(BPS).div(from);
  const callbackBps = Number(bps.toFixed(0));
  if (callbackBps < 1)
    return refuse('trailing_distance', `A trailing distance of "${print(priceOffset.value)}" is less than 0.01 %`);
  return {
    ok: true,
    terms: { type: 'trailing_stop', callbackBps, ...(begins === undefined ? {} : { activationPrice: begins.price }) },
  };
}

/** An exit is let through by one of several prices: the exchange has the last word, and leaving is not for us to stop. */
function passed(input: DecisionInput, terms: WaitingTerms, side: Side): Denial | undefined {
  const market = marketPrice(input);
  const trigger = terms.type === 'trailing_stop' ? terms.activationPrice : terms.stopPrice;
  if (market === undefined || trigger === undefined) return undefined;
  // A trailing stop begins where the market is in its favour, the others where it is against them.
  const isAbove = (side === 'buy') === (terms.type !== 'trailing_stop');
  const waits = (price: Decimal): boolean => (isAbove ? trigger.gt(price) : trigger.lt(price));
  const { lastPrice, signal } = input;
  if (waits(market) || (signal.reduceOnly && lastPrice !== undefined && waits(lastPrice))) return undefined;
  const does = `${signal.orderType === 'trailing_stop' ? 'trailing stop' : 'stop'} that ${side}s ${terms.type === 'trailing_stop' ? 'begins' : 'waits'}`;
  const where = isAbove ? 'above' : 'below';
  const reason = `A ${does} ${where} the market: "${print(trigger)}" is not ${where} "${print(market)}", and would trade at once`;
  return { rule: 'stop_price', reason };
}
