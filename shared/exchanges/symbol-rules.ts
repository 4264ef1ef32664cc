import type { Market } from '../markets/market.ts';
import { ceilToStep, type Decimal, floorToStep, max, min, print, zero } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';

/** What an exchange demands of an order in one symbol. What is absent does not bind. */
export type SymbolRules = {
  market: Market;
  symbol: string;
  base: string;
  quote: string;
  /** The exchange's own word when the symbol cannot be traded now. */
  haltedAs?: string;
  tickSize: Decimal;
  minPrice?: Decimal;
  maxPrice?: Decimal;
  stepSize: Decimal;
  minQuantity: Decimal;
  maxQuantity: Decimal;
  /** Market orders have to keep these as well. A step of zero does not bind. */
  marketLot?: { minQuantity: Decimal; maxQuantity: Decimal; stepSize: Decimal };
  minNotional: Decimal;
  maxNotional?: Decimal;
  /** Whether the notional of market orders is looked at; absent means that the minimum is and the maximum is not. */
  marketNotional?: { appliesMin: boolean; appliesMax: boolean };
  /** How far a price may stand from the market's average, as factors of it. An absent one does not bind. */
  priceBand?: Record<Side, { up?: Decimal; down?: Decimal }>;
  trailingBps?: { min: number; max: number };
  maxOpenOrders?: number;
  maxConditionalOrders?: number;
  /** Of base held, locked and still to be bought. */
  maxPosition?: Decimal;
};

export type FitRule =
  | 'symbol_trading'
  | 'min_quantity'
  | 'max_quantity'
  | 'min_notional'
  | 'max_notional'
  | 'price_range'
  | 'price_band'
  | 'max_open_orders'
  | 'max_conditional_orders'
  | 'max_position'
  | 'trailing_range';

export type Fitted =
  | { ok: true; quantity: Decimal; notional: Decimal }
  | { ok: false; rule: FitRule; reason: string; quantity: Decimal };

export type FitOptions = {
  /** Absent means limit: its rules are the stricter ones where they differ. */
  type?: 'market' | 'limit';
  /** USD-M asks no minimum notional of what only reduces. */
  reduceOnly?: boolean;
};

/** Rounds the quantity down to the step, never up, then checks minimum, maximum and notional of what is left. */
export function fitQuantity(rules: SymbolRules, wanted: Decimal, price: Decimal, options: FitOptions = {}): Fitted {
  const lot = lotOf(rules, options);
  const quantity = floorToStep(floorToStep(wanted, rules.stepSize), lot.marketStep);
  const notional = quantity.times(price);
  const refuse = (rule: FitRule, what: string): Fitted => ({
    ok: false,
    rule,
    reason: `${rules.symbol}: ${what} (asked for ${print(wanted)}, step ${print(max(rules.stepSize, lot.marketStep))})`,
    quantity,
  });
  if (rules.haltedAs !== undefined)
    return refuse('symbol_trading', `the exchange says "${rules.haltedAs}", and only "TRADING" takes orders`);
  if (quantity.lt(lot.minimum) || quantity.lte('0'))
    return refuse('min_quantity', `quantity "${print(quantity)}" is below the minimum "${print(lot.minimum)}"`);
  if (quantity.gt(lot.maximum))
    return refuse('max_quantity', `quantity "${print(quantity)}" is above the maximum "${print(lot.maximum)}"`);
  const { minimum, maximum } = notionalOf(rules, options);
  if (notional.lt(minimum))
    return refuse('min_notional', `notional "${print(notional)}" is below the minimum "${print(minimum)}"`);
  if (maximum !== undefined && notional.gt(maximum))
    return refuse('max_notional', `notional "${print(notional)}" is above the maximum "${print(maximum)}"`);
  return { ok: true, quantity, notional };
}

/** What no order can go below: less than that is neither bought nor sold. */
export const leastQuantity = ({ minQuantity, stepSize }: SymbolRules): Decimal => max(minQuantity, stepSize);

/** What a quantity has to keep; market orders have limits of their own on top. */
export function lotOf(
  { minQuantity, maxQuantity, marketLot }: SymbolRules,
  { type }: FitOptions,
): { minimum: Decimal; maximum: Decimal; marketStep: Decimal } {
  if (type !== 'market' || marketLot === undefined)
    return { minimum: minQuantity, maximum: maxQuantity, marketStep: zero };
  return {
    minimum: max(minQuantity, marketLot.minQuantity),
    maximum: min(maxQuantity, marketLot.maxQuantity),
    marketStep: marketLot.stepSize,
  };
}

function notionalOf(
  { market, minNotional, maxNotional, marketNotional }: SymbolRules,
  { type, reduceOnly }: FitOptions,
): { minimum: Decimal; maximum: Decimal | undefined } {
  const isMarket = type === 'market';
  const isExempt = (market === 'usdm' && reduceOnly === true) || (isMarket && marketNotional?.appliesMin === false);
  const hasMaximum = !isMarket || marketNotional?.appliesMax === true;
  return { minimum: isExempt ? zero : minNotional, maximum: hasMaximum ? maxNotional : undefined };
}

/** Rounds a limit price to the tick in the trader's favour: a buy down, a sell up. */
export function fitPrice(rules: SymbolRules, side: Side, price: Decimal): Decimal {
  return side === 'buy' ? floorToStep(price, rules.tickSize) : ceilToStep(price, rules.tickSize);
}
