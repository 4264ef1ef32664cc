import type { Signal, SignalOrderType } from '../signals/signal.ts';
import { takeOptionalDecimal, takePositive, takeText } from './field-values.ts';
import { type Aliases, type Fields, quote, refuse } from './fields.ts';

const ORDER_TYPES: ReadonlyMap<string, SignalOrderType> = new Map([
  ['market', 'market'],
  ['mkt', 'market'],
  ['limit', 'limit'],
  ['lmt', 'limit'],
  ['stop', 'stop'],
  ['stopmarket', 'stop'],
  ['stoplimit', 'stop_limit'],
  ['trailingstop', 'trailing_stop'],
]);

export function orderTypeOf(text: string): SignalOrderType | undefined {
  return ORDER_TYPES.get(
    text
      .slice(0, 40)
      .toLowerCase()
      .replace(/[\s_-]/g, ''),
  );
}

export function takeOrderType(fields: Fields, wanted: Aliases): SignalOrderType | undefined {
  const text = takeText(fields, wanted);
  if (text === undefined) return undefined;
  const known = 'market, limit, stop, stop_limit or trailing_stop';
  return orderTypeOf(text) ?? refuse(fields, 'order_type_unknown', `the order type is ${quote(text)}, not ${known}`);
}

export function hasLimit(type: SignalOrderType): boolean {
  return type === 'limit' || type === 'stop_limit';
}

/** Reads an order type and its limit where one field holds both the limit of a limit order and the market price of another. */
export function readOrder(
  fields: Fields,
  names: { type: Aliases; price: Aliases },
): Pick<Signal, 'orderType' | 'price' | 'signalPrice'> {
  const orderType = takeOrderType(fields, names.type) ?? 'market';
  if (!hasLimit(orderType)) return { orderType, signalPrice: takeOptionalDecimal(fields, names.price) };
  const price = takePositive(fields, names.price);
  return { orderType, price: price ?? refuseNoPrice(fields, names.price) };
}

export function refuseNoPrice(fields: Fields, names: Aliases): undefined {
  return refuse(fields, 'price_missing', `a limit order needs the field "${names.names[0]}"`);
}
