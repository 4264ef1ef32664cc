import { fitPrice, type SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, hundred, one, print, zero } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';
import { averageEntryPrice } from '../positions/position.ts';
import type { Denial } from '../risk/denial.ts';
import type { PriceOffset } from '../signals/signal.ts';
import type { DecisionInput } from './decision.ts';

export type FoundPrice = { ok: true; price: Decimal } | { ok: false; denial: Denial };
/** One of the prices of an order: as the message has it, or the distance that it has instead. */
export type AskedPrice = { name: 'limit' | 'stop'; price: Decimal | undefined; offset: PriceOffset | undefined };

const refuse = (rule: string, reason: string): FoundPrice => ({ ok: false, denial: { rule, reason } });

/** The alert's price was true then: in a replay, and in a step with a delay, it is not now. */
export function isPriceHistory({ signal, isReplay }: Pick<DecisionInput, 'signal' | 'isReplay'>): boolean {
  return isReplay || signal.delaySeconds > 0;
}

/** On paper the market is what alerts say of it, while that is news. */
function isAlertTheMarket(input: Pick<DecisionInput, 'signal' | 'isReplay' | 'accountMode'>): boolean {
  return input.accountMode === 'paper' && !isPriceHistory(input);
}

/** What the exchange last traded at, and the alert's price only where nobody asked: anyone may write anything into an alert. */
export function marketPrice(input: DecisionInput): Decimal | undefined {
  const { signal } = input;
  const [lastPrice, signalPrice] = [input.lastPrice, signal.signalPrice].map((price) =>
    price?.gt(zero) ? price : undefined,
  );
  return isAlertTheMarket(input) ? (signalPrice ?? lastPrice) : (lastPrice ?? signalPrice);
}

/** A price that a signal asks for, entry or exit, on the tick that is better for the trader. What cannot be had is said. */
export function orderPrice(input: DecisionInput, rules: SymbolRules, asked: AskedPrice & { side: Side }): FoundPrice {
  const { name, price: named, offset, side } = asked;
  const rule = `${name}_price`;
  if (named !== undefined) {
    const price = fitPrice(rules, side, named);
    if (price.gt(zero)) return { ok: true, price };
    const what = `from "${print(named)}" on the tick "${print(rules.tickSize)}"`;
    return refuse(rule, `The ${name} would be "${print(price)}", ${what}: it must be above 0`);
  }
  if (offset === undefined)
    return refuse(rule, `A ${WORDS[input.signal.orderType]} order needs "${name}Price", and the message has none`);
  const from = startOf(input, offset);
  if (from === undefined) return refuse(rule, `The ${name} is a distance from the ${noStart(offset)}`);
  const price = fitPrice(rules, side, atDistance(from, offset, side));
  if (price.gt(zero)) return { ok: true, price };
  const what = `"${print(offset.value)}"${offset.kind === 'pct' ? ' %' : ''} from "${print(from)}"`;
  return refuse(rule, `The ${name} would be "${print(price)}", ${what}: it must be above 0`);
}

const WORDS: Record<DecisionInput['signal']['orderType'], string> = {
  ...{ market: 'market', limit: 'limit', stop: 'stop', stop_limit: 'stop limit', trailing_stop: 'trailing stop' },
};

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
