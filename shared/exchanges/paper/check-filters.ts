import { type Decimal, zero } from '../../money/decimal.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import type { AskedOrder } from './paper-order.ts';
import { filterFailure, type Refusal } from './refusal.ts';

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
  if (order.type === 'limit' && !(order.price.gt(zero) && isMultiple(order.price, rules.tickSize)))
    return filterFailure('PRICE_FILTER');
  const price = order.type === 'limit' ? order.price : marketPrice;
  const isExempt = order.market === 'usdm' && order.reduceOnly;
  if (price === undefined || isExempt || quantity.times(price).gte(rules.minNotional)) return undefined;
  return filterFailure(order.market === 'spot' ? 'NOTIONAL' : 'MIN_NOTIONAL');
}

function isMultiple(value: Decimal, step: Decimal): boolean {
  return value.mod(step).eq(zero);
}
