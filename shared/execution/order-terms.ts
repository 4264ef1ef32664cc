import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import type { OrderTerms, Side, TimeInForce } from '../orders/order.ts';
import type { Denial } from '../risk/denial.ts';
import type { Signal } from '../signals/signal.ts';
import type { DecisionInput } from './decision.ts';
import { orderPrice } from './order-price.ts';
import { type WaitingTerms, waitingTerms } from './waiting-terms.ts';

export type AskedTerms = Extract<OrderTerms, { type: 'market' | 'limit' }> | WaitingTerms;
export type FoundTerms = { ok: true; terms: AskedTerms } | { ok: false; denial: Denial };
type LimitTimes = Pick<Extract<OrderTerms, { type: 'limit' }>, 'timeInForce' | 'postOnly'>;

const TIMES: ReadonlyMap<string, LimitTimes> = new Map<string, LimitTimes>([
  ...(['gtc', 'ioc', 'fok'] as const).map((timeInForce): [TimeInForce, LimitTimes] => [timeInForce, { timeInForce }]),
  ...['gtx', 'po', 'post_only', 'postonly', 'post-only'].map((word): [string, LimitTimes] => [
    word,
    { postOnly: true },
  ]),
]);
/** A market order trades at once, so that how long it would stand is no matter. */
const NO_MATTER: readonly string[] = ['gtc', 'ioc', 'day', 'gtd'];

const refuse = (rule: string, reason: string): { ok: false; denial: Denial } => ({
  ok: false,
  denial: { rule, reason },
});

/** The terms that a signal asks for. What cannot be had is denied by name, never left out. */
export function orderTerms(input: DecisionInput, rules: SymbolRules, side: Side): FoundTerms {
  switch (input.signal.orderType) {
    case 'market':
      return marketTerms(input.signal);
    case 'limit':
      return limitTerms(input, rules, side);
    case 'stop':
    case 'stop_limit':
    case 'trailing_stop':
      return waitingTerms(input, rules, side);
  }
}

function limitTerms(input: DecisionInput, rules: SymbolRules, side: Side): FoundTerms {
  const { price, priceOffset: offset } = input.signal;
  const limit = orderPrice(input, rules, { name: 'limit', price, offset, side });
  if (!limit.ok) return limit;
  const times = limitTimes(input.signal);
  return times.ok ? { ok: true, terms: { type: 'limit', price: limit.price, ...times.times } } : times;
}

/** An exit at the market goes, whatever else the message says of it. */
function marketTerms({ timeInForce, postOnly, reduceOnly }: Signal): FoundTerms {
  const terms = { type: 'market' } as const;
  if (reduceOnly) return { ok: true, terms };
  if (postOnly) return refuse('post_only', 'A market order takes what rests: it cannot be post-only');
  if (timeInForce === undefined || NO_MATTER.includes(timeInForce)) return { ok: true, terms };
  return refuse('time_in_force', `A market order trades at once: it cannot be "${timeInForce}"`);
}

function limitTimes({
  timeInForce,
  postOnly,
}: Signal): { ok: true; times: LimitTimes } | { ok: false; denial: Denial } {
  const found = timeInForce === undefined ? {} : TIMES.get(timeInForce);
  if (found === undefined)
    return refuse('time_in_force', `Time in force "${timeInForce}" is not available: allowed are gtc, ioc, fok, gtx`);
  if (!postOnly && !found.postOnly) return { ok: true, times: found };
  if (found.timeInForce === undefined || found.timeInForce === 'gtc') return { ok: true, times: { postOnly: true } };
  return refuse('time_in_force', `A post-only order rests: it cannot be "${timeInForce}" as well`);
}
