import { type Decimal, print } from '../money/decimal.ts';
import { isConditional, type OrderDraft } from '../orders/order.ts';
import { type FitRule, type Fitted, fitPrice, fitQuantity, type SymbolRules } from './symbol-rules.ts';

/** What the market and the account look like; what is not known is not checked. */
export type FitSituation = {
  /** The market's price: what a market order will trade at, and what a price may not stray too far from. */
  price: Decimal;
  openOrders?: number;
  conditionalOrders?: number;
  /** Of base: free, locked and in open buys. */
  position?: Decimal;
};

export type FittedOrder =
  | { ok: true; draft: OrderDraft; notional: Decimal }
  | { ok: false; rule: FitRule; reason: string };

/**
 * A draft as the exchange will take it: prices on the tick, then the quantity on the step, then the notional of what is left,
 * then everything else that the symbol demands. Or the rule that refuses it, with the numbers.
 */
export function fitOrder(rules: SymbolRules, wanted: OrderDraft, situation: FitSituation): FittedOrder {
  const draft = onTicks(rules, wanted);
  const refusal = refusalOf(rules, draft, situation);
  if (refusal !== undefined) return { ok: false, ...refusal };
  const price = valuePriceOf(draft) ?? situation.price;
  const type = valuePriceOf(draft) === undefined ? 'market' : 'limit';
  const fitted: Fitted = fitQuantity(rules, draft.quantity, price, { type, reduceOnly: draft.reduceOnly });
  if (!fitted.ok) return { ok: false, rule: fitted.rule, reason: fitted.reason };
  return { ok: true, draft: { ...draft, quantity: fitted.quantity }, notional: fitted.notional };
}

/** A limit goes to the tick in the trader's favour, and a trigger the same way, so that the two never part. */
function onTicks(rules: SymbolRules, draft: OrderDraft): OrderDraft {
  const onTick = (price: Decimal): Decimal => fitPrice(rules, draft.side, price);
  switch (draft.type) {
    case 'market':
      return draft;
    case 'limit':
      return { ...draft, price: onTick(draft.price) };
    case 'stop_market':
    case 'take_profit_market':
      return { ...draft, stopPrice: onTick(draft.stopPrice) };
    case 'stop_limit':
    case 'take_profit_limit':
      return { ...draft, stopPrice: onTick(draft.stopPrice), price: onTick(draft.price) };
    case 'trailing_stop':
      return draft.activationPrice === undefined ? draft : { ...draft, activationPrice: onTick(draft.activationPrice) };
  }
}

/** What the exchange values the order at: its own price, else its trigger, else the market. */
function valuePriceOf(draft: OrderDraft): Decimal | undefined {
  if ('price' in draft) return draft.price;
  return 'stopPrice' in draft ? draft.stopPrice : undefined;
}

type Refusal = { rule: FitRule; reason: string };

function refusalOf(rules: SymbolRules, draft: OrderDraft, situation: FitSituation): Refusal | undefined {
  return (
    priceRefusal(rules, draft) ??
    bandRefusal(rules, draft, situation.price) ??
    trailingRefusal(rules, draft) ??
    countRefusal(rules, draft, situation) ??
    positionRefusal(rules, draft, situation.position)
  );
}

function priceRefusal({ symbol, minPrice, maxPrice }: SymbolRules, draft: OrderDraft): Refusal | undefined {
  for (const [name, price] of pricesOf(draft)) {
    if (price.lte('0') || (minPrice !== undefined && price.lt(minPrice)))
      return priceRange(`${symbol}: ${name} "${print(price)}" is below the minimum "${print(minPrice ?? price)}"`);
    if (maxPrice?.gt('0') && price.gt(maxPrice))
      return priceRange(`${symbol}: ${name} "${print(price)}" is above the maximum "${print(maxPrice)}"`);
  }
  return undefined;
}

const priceRange = (reason: string): Refusal => ({ rule: 'price_range', reason });

function pricesOf(draft: OrderDraft): [string, Decimal][] {
  return [
    ...('price' in draft ? [['price', draft.price] as [string, Decimal]] : []),
    ...('stopPrice' in draft ? [['stop price', draft.stopPrice] as [string, Decimal]] : []),
  ];
}

function bandRefusal({ symbol, priceBand }: SymbolRules, draft: OrderDraft, market: Decimal): Refusal | undefined {
  if (priceBand === undefined || !('price' in draft)) return undefined;
  const { up, down } = priceBand[draft.side];
  const refuse = (what: string, limit: Decimal): Refusal => ({
    rule: 'price_band',
    reason: `${symbol}: a ${draft.side} at "${print(draft.price)}" is ${what} "${print(limit)}" with the market at "${print(market)}"`,
  });
  if (up !== undefined && draft.price.gt(market.times(up))) return refuse('above the highest price', market.times(up));
  if (down !== undefined && draft.price.lt(market.times(down)))
    return refuse('below the lowest price', market.times(down));
  return undefined;
}

function trailingRefusal({ symbol, trailingBps }: SymbolRules, draft: OrderDraft): Refusal | undefined {
  if (draft.type !== 'trailing_stop' || trailingBps === undefined) return undefined;
  const { callbackBps } = draft;
  if (Number.isInteger(callbackBps) && callbackBps >= trailingBps.min && callbackBps <= trailingBps.max)
    return undefined;
  const range = `from ${trailingBps.min} to ${trailingBps.max}`;
  return {
    rule: 'trailing_range',
    reason: `${symbol}: a callback of ${callbackBps} bps is not a whole number ${range}`,
  };
}

function countRefusal(rules: SymbolRules, draft: OrderDraft, situation: FitSituation): Refusal | undefined {
  const { symbol, maxOpenOrders, maxConditionalOrders } = rules;
  const { openOrders = 0, conditionalOrders = 0 } = situation;
  if (isConditional(draft) && maxConditionalOrders !== undefined && conditionalOrders >= maxConditionalOrders)
    return {
      rule: 'max_conditional_orders',
      reason: `${symbol}: ${conditionalOrders} conditional orders wait already, allowed are ${maxConditionalOrders}`,
    };
  if (draft.type !== 'market' && maxOpenOrders !== undefined && openOrders >= maxOpenOrders)
    return {
      rule: 'max_open_orders',
      reason: `${symbol}: ${openOrders} orders are open already, allowed are ${maxOpenOrders}`,
    };
  return undefined;
}

function positionRefusal(
  { symbol, maxPosition }: SymbolRules,
  draft: OrderDraft,
  position: Decimal | undefined,
): Refusal | undefined {
  if (maxPosition === undefined || position === undefined || draft.side === 'sell') return undefined;
  const after = position.plus(draft.quantity);
  if (after.lte(maxPosition)) return undefined;
  return {
    rule: 'max_position',
    reason: `${symbol}: the position would be "${print(after)}", above the maximum "${print(maxPosition)}"`,
  };
}
