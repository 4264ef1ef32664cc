import type { Market } from '../markets/market.ts';
import { ceilToStep, type Decimal, floorToStep, print } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';

/** What an exchange demands of an order in one symbol. */
export type SymbolRules = {
  market: Market;
  symbol: string;
  base: string;
  quote: string;
  tickSize: Decimal;
  stepSize: Decimal;
  minQuantity: Decimal;
  maxQuantity: Decimal;
  minNotional: Decimal;
};

export type Fitted =
  | { ok: true; quantity: Decimal; notional: Decimal }
  | { ok: false; rule: 'min_quantity' | 'max_quantity' | 'min_notional'; reason: string; quantity: Decimal };

/** Rounds the quantity down to the step, never up, then checks minimum, maximum and notional of what is left. */
export function fitQuantity(rules: SymbolRules, wanted: Decimal, price: Decimal): Fitted {
  const quantity = floorToStep(wanted, rules.stepSize);
  const notional = quantity.times(price);
  const refuse = (rule: Exclude<Fitted, { ok: true }>['rule'], what: string): Fitted => ({
    ok: false,
    rule,
    reason: `${rules.symbol}: ${what} (asked for ${print(wanted)}, step ${print(rules.stepSize)})`,
    quantity,
  });
  if (quantity.lt(rules.minQuantity) || quantity.lte('0'))
    return refuse('min_quantity', `quantity "${print(quantity)}" is below the minimum "${print(rules.minQuantity)}"`);
  if (quantity.gt(rules.maxQuantity))
    return refuse('max_quantity', `quantity "${print(quantity)}" is above the maximum "${print(rules.maxQuantity)}"`);
  if (notional.lt(rules.minNotional))
    return refuse('min_notional', `notional "${print(notional)}" is below the minimum "${print(rules.minNotional)}"`);
  return { ok: true, quantity, notional };
}

/** Rounds a limit price to the tick in the trader's favour: a buy down, a sell up. */
export function fitPrice(rules: SymbolRules, side: Side, price: Decimal): Decimal {
  return side === 'buy' ? floorToStep(price, rules.tickSize) : ceilToStep(price, rules.tickSize);
}
