import type { SignalOrderType } from '../signals/signal.ts';
import { takeText } from './field-values.ts';
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
