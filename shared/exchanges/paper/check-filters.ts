import { type Decimal, zero } from '../../money/decimal.ts';
import type { OrderTerms } from '../../orders/order.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import type { AskedOrder } from './paper-order.ts';
import { BAD_CALLBACK, filterFailure, type Refusal } from './refusal.ts';
import { triggerPrice } from './see-waiting.ts';

/**
 * As strict as a real exchange: nothing is rounded here, so whoever sends an order has to have fitted it.
 * A USD-M order that only reduces is exempt from the minimum notional, so that a small rest can be closed.
 */
export function checkFilters(
  rules: SymbolRules,
  order: AskedOrder,
  marketPrice: Decimal | undefined,
): Refusal | undefined {
  const { quantity } = order;
  const isSize = quantity.gte(rules.minQuantity) && quantity.lte(rules.maxQuantity);
  if (!isSize || !isMultiple(quantity, rules.stepSize)) return filterFailure('LOT_SIZE');
  const isOnTick = (price: Decimal): boolean => price.gt(zero) && isMultiple(price, rules.tickSize);
  if (!pricesOf(order).every(isOnTick)) return filterFailure('PRICE_FILTER');
  if (order.type === 'trailing_stop' && !isWithin(order.callbackBps, rules))
    return order.market === 'spot' ? filterFailure('TRAILING_DELTA') : BAD_CALLBACK;
  const price = valuePriceOf(order) ?? marketPrice;
  const isExempt = order.market === 'usdm' && order.reduceOnly;
  if (price === undefined || isExempt || quantity.times(price).gte(rules.minNotional)) return undefined;
  return filterFailure(order.market === 'spot' ? 'NOTIONAL' : 'MIN_NOTIONAL');
}

function pricesOf(terms: OrderTerms): Decimal[] {
  const prices = [
    'price' in terms ? terms.price : undefined,
    'stopPrice' in terms ? terms.stopPrice : undefined,
    'activationPrice' in terms ? terms.activationPrice : undefined,
  ];
  return prices.filter((price) => price !== undefined);
}

function valuePriceOf(order: AskedOrder): Decimal | undefined {
  if (order.type === 'market') return undefined;
  return order.type === 'limit' ? order.price : triggerPrice(order);
}

function isWithin(callbackBps: number, { trailingBps }: SymbolRules): boolean {
  const { min = 1, max = Number.POSITIVE_INFINITY } = trailingBps ?? {};
  return Number.isInteger(callbackBps) && callbackBps >= min && callbackBps <= max;
}

function isMultiple(value: Decimal, step: Decimal): boolean {
  return value.mod(step).eq(zero);
}
