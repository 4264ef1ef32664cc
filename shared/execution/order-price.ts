import { fitPrice, type SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, hundred, one, print, zero } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';
import { averageEntryPrice } from '../positions/position.ts';
import type { Denial } from '../risk/denial.ts';
import type { PriceOffset } from '../signals/signal.ts';
import type { DecisionInput } from './decision.ts';

/** `limit` is absent for a market order. */
export type OrderPrice = { ok: true; limit?: Decimal } | { ok: false; denial: Denial };

const refuse = (rule: string, reason: string): OrderPrice => ({ ok: false, denial: { rule, reason } });

/** The alert's price is the freshest there is, except where it was true then: in a replay, and in a step with a delay. */
export function isPriceHistory({ signal, isReplay }: Pick<DecisionInput, 'signal' | 'isReplay'>): boolean {
  return isReplay || signal.delaySeconds > 0;
}

export function marketPrice(input: DecisionInput): Decimal | undefined {
  const { lastPrice, signal } = input;
  return isPriceHistory(input) ? (lastPrice ?? signal.signalPrice) : (signal.signalPrice ?? lastPrice);
}

/** The limit that a signal asks for, entry or exit, on the tick that is better for the trader. What cannot be had is said. */
export function orderPrice(input: DecisionInput, rules: SymbolRules, side: Side): OrderPrice {
  const { orderType, price, priceOffset } = input.signal;
  if (orderType === 'market') return { ok: true };
  if (orderType !== 'limit')
    return refuse('order_type', `Orders of type "${orderType}" are not available yet: allowed are market, limit`);
  if (price !== undefined) return { ok: true, limit: fitPrice(rules, side, price) };
  if (priceOffset === undefined)
    return refuse('limit_price', 'A limit order needs "limitPrice", and the message has none');
  const from = startOf(input, priceOffset);
  if (from === undefined) return refuse('limit_price', `The limit is a distance from the ${noStart(priceOffset)}`);
  const limit = fitPrice(rules, side, atDistance(from, priceOffset, side));
  if (limit.gt(zero)) return { ok: true, limit };
  const what = `"${print(priceOffset.value)}"${priceOffset.kind === 'pct' ? ' %' : ''} from "${print(from)}"`;
  return refuse('limit_price', `The limit would be "${print(limit)}", ${what}: it must be above 0`);
}

function startOf(input: DecisionInput, { from }: PriceOffset): Decimal | undefined {
  if (from === 'market') return marketPrice(input);
  return input.position && averageEntryPrice(input.position);
}

function noStart({ from }: PriceOffset): string {
  return from === 'market' ? 'market, and no price of it is known' : 'entry, and no position is open';
}

/** `up` counts upwards whatever the side; `better` is below for a buy and above for a sell. */
function atDistance(from: Decimal, { kind, value, towards }: PriceOffset, side: Side): Decimal {
  const upwards = towards === 'better' && side === 'buy' ? value.neg() : value;
  return kind === 'pct' ? from.times(one.plus(upwards.div(hundred))) : from.plus(upwards);
}
