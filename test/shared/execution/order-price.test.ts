import { describe, expect, it } from 'vitest';
import { decideSignal } from '../../../shared/execution/decide-signal.ts';
import type { Decision, DecisionInput } from '../../../shared/execution/decision.ts';
import { decimal, print } from '../../../shared/money/decimal.ts';
import type { PriceOffset, Signal } from '../../../shared/signals/signal.ts';
import { aDecisionInput, aPosition, aSignal } from '../../support/build-signal.ts';

function told(decision: Decision): string {
  if (decision.kind === 'denied') return `denied ${decision.denial.rule}: ${decision.denial.reason}`;
  if (decision.kind !== 'orders') return decision.kind;
  return decision.orders
    .map(({ draft }) => {
      const at = draft.type === 'limit' ? `limit ${print(draft.price)}` : 'market';
      return `${draft.purpose} ${draft.side} ${print(draft.quantity)} ${at}${draft.reduceOnly ? ' reduce only' : ''}`;
    })
    .join(', ');
}

const offset = (fields: Partial<PriceOffset> & { value: PriceOffset['value'] }): Partial<Signal> => ({
  orderType: 'limit',
  priceOffset: { kind: 'pct', from: 'market', towards: 'better', ...fields },
});
const one = decimal('1');

type Row = { case: string; signal: Partial<Signal>; held?: string; input?: Partial<DecisionInput>; told: string };

describe('the price of an order', () => {
  it.each<Row>([
    {
      case: 'an exit at a price',
      signal: { intent: 'flat', orderType: 'limit', price: decimal('51000.04') },
      held: '0.5',
      told: 'close sell 0.5 limit 51000.1 reduce only',
    },
    {
      case: 'an exit of a short at a price',
      signal: { intent: 'close_short', orderType: 'limit', price: decimal('49000.09') },
      held: '-0.5',
      told: 'close buy 0.5 limit 49000 reduce only',
    },
    {
      case: 'half of a position so far up, as Autoview says it',
      signal: {
        intent: 'reduce',
        size: { type: 'pct_position', value: decimal('50') },
        ...offset({ value: decimal('0.7'), towards: 'up' }),
      },
      held: '0.5',
      told: 'reduce sell 0.25 limit 50350 reduce only',
    },
    {
      case: 'so far down, whatever the side',
      signal: { intent: 'flat', ...offset({ value: decimal('-3'), towards: 'up' }) },
      held: '-0.5',
      told: 'close buy 0.5 limit 48500 reduce only',
    },
    {
      case: 'on the better side of a long, as Alertatron says it',
      signal: { intent: 'flat', ...offset({ kind: 'amount', value: one }) },
      held: '0.5',
      told: 'close sell 0.5 limit 50001 reduce only',
    },
    {
      case: 'on the better side of a short',
      signal: { intent: 'flat', ...offset({ kind: 'amount', value: one }) },
      held: '-0.5',
      told: 'close buy 0.5 limit 49999 reduce only',
    },
    {
      case: 'from the entry',
      signal: { intent: 'flat', signalPrice: decimal('60000'), ...offset({ value: decimal('4'), from: 'entry' }) },
      held: '0.5',
      told: 'close sell 0.5 limit 52000 reduce only',
    },
    {
      case: 'an entry below the market',
      signal: { intent: 'open_long', ...offset({ value: one }) },
      told: 'open buy 0.01 limit 49500',
    },
    {
      case: 'an entry above the market',
      signal: { intent: 'open_short', ...offset({ value: one }) },
      told: 'open sell 0.01 limit 50500',
    },
    {
      case: 'the last price, where the message brings none',
      signal: { intent: 'open_long', signalPrice: undefined, ...offset({ value: one }) },
      input: { lastPrice: decimal('40000') },
      told: 'open buy 0.01 limit 39600',
    },
    {
      case: 'a turn, whose close does not wait for the price',
      signal: { intent: 'sell', orderType: 'limit', price: decimal('51000') },
      held: '0.5',
      told: 'close sell 0.5 market reduce only, open sell 0.01 limit 51000',
    },
    {
      case: 'an exit at the market',
      signal: { intent: 'flat' },
      held: '0.5',
      told: 'close sell 0.5 market reduce only',
    },
    {
      case: 'an exit without its price',
      signal: { intent: 'flat', orderType: 'limit' },
      held: '0.5',
      told: 'denied limit_price: A limit order needs "limitPrice", and the message has none',
    },
    {
      case: 'a distance from a market that nobody knows',
      signal: { intent: 'flat', signalPrice: undefined, ...offset({ value: one }) },
      held: '0.5',
      told: 'denied limit_price: The limit is a distance from the market, and no price of it is known',
    },
    {
      case: 'a distance from an entry that is not there',
      signal: { intent: 'open_long', ...offset({ value: one, from: 'entry' }) },
      told: 'denied limit_price: The limit is a distance from the entry, and no position is open',
    },
    {
      case: 'a limit below the first tick',
      signal: {
        ...{ intent: 'open_long', orderType: 'limit', price: decimal('0.01') },
        size: { type: 'quote', value: decimal('100') },
      },
      told: 'denied limit_price: The limit would be "0", from "0.01" on the tick "0.1": it must be above 0',
    },
    {
      case: 'a distance beyond nothing',
      signal: { intent: 'open_long', ...offset({ value: decimal('100') }) },
      told: 'denied limit_price: The limit would be "0", "100" % from "50000": it must be above 0',
    },
  ])('$case: $told', ({ signal, held, input, told: expected }) => {
    const position = held === undefined ? undefined : aPosition(held);
    expect(told(decideSignal(aDecisionInput({ ...input, signal: aSignal(signal), position })))).toBe(expected);
  });
});
