import { describe, expect, it } from 'vitest';
import { decideSignal } from '../../../shared/execution/decide-signal.ts';
import type { DecisionInput } from '../../../shared/execution/decision.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { aDecisionInput, aPosition, aSignal, BTCUSDT } from '../../support/build-signal.ts';

/** The terms of the orders that a signal comes to, or the denial. */
function termsOf(signal: Partial<Signal>, rest: Partial<DecisionInput> = {}): string {
  const decision = decideSignal(aDecisionInput({ signal: aSignal(signal), ...rest }));
  if (decision.kind === 'denied') return `${decision.denial.rule}: ${decision.denial.reason}`;
  if (decision.kind !== 'orders') return decision.kind;
  return decision.orders
    .map(({ draft }) =>
      draft.type === 'limit' ? `limit ${draft.timeInForce ?? ''} ${draft.postOnly ?? ''}`.trim() : draft.type,
    )
    .join(', ');
}

const limit = { orderType: 'limit' as const, price: decimal('49000') };

describe('a limit order', () => {
  it.each([
    { timeInForce: undefined, postOnly: undefined, terms: 'limit' },
    { timeInForce: 'gtc', postOnly: undefined, terms: 'limit gtc' },
    { timeInForce: 'ioc', postOnly: undefined, terms: 'limit ioc' },
    { timeInForce: 'fok', postOnly: undefined, terms: 'limit fok' },
    { timeInForce: 'gtx', postOnly: undefined, terms: 'limit  true' },
    { timeInForce: undefined, postOnly: true, terms: 'limit  true' },
    { timeInForce: 'gtc', postOnly: true, terms: 'limit  true' },
    {
      ...{ timeInForce: 'ioc', postOnly: true },
      terms: 'time_in_force: A post-only order rests: it cannot be "ioc" as well',
    },
    {
      ...{ timeInForce: 'day', postOnly: undefined },
      terms: 'time_in_force: Time in force "day" is not available: allowed are gtc, ioc, fok, gtx',
    },
  ])('with time in force $timeInForce and post-only $postOnly is "$terms"', ({ timeInForce, postOnly, terms }) => {
    const asked = { ...(timeInForce && { timeInForce }), ...(postOnly && { postOnly }) };
    expect(termsOf({ ...limit, ...asked })).toBe(terms);
    const exit = { intent: 'close_long' as const, orderType: 'limit' as const, price: decimal('51000') };
    expect(termsOf({ ...exit, ...asked }, { position: aPosition('0.5') }), 'an exit as well').toBe(terms);
  });
});

describe('a market order', () => {
  it.each([
    { asked: { timeInForce: 'day' }, terms: 'market' },
    { asked: { timeInForce: 'fok' }, terms: 'time_in_force: A market order trades at once: it cannot be "fok"' },
    { asked: { timeInForce: 'opg' }, terms: 'time_in_force: A market order trades at once: it cannot be "opg"' },
    { asked: { postOnly: true }, terms: 'post_only: A market order takes what rests: it cannot be post-only' },
  ])('asked for with $asked is "$terms"', ({ asked, terms }) => {
    expect(termsOf(asked)).toBe(terms);
  });

  it('that leaves a position goes, whatever else is asked', () => {
    const asked = { intent: 'flat' as const, timeInForce: 'opg', postOnly: true };
    expect(termsOf(asked, { position: aPosition('0.5') })).toBe('market');
  });
});

describe('an exit beyond what one market order may hold', () => {
  const rules = {
    ...BTCUSDT,
    marketLot: { minQuantity: decimal('0.001'), maxQuantity: decimal('2'), stepSize: decimal('0') },
  };
  const decide = (fields: Partial<DecisionInput>) => decideSignal(aDecisionInput({ rules, ...fields }));

  it('is sent as several', () => {
    const decision = decide({ signal: aSignal({ intent: 'flat' }), position: aPosition('5') });
    expect(decision).toMatchObject({ kind: 'orders' });
    const orders = decision.kind === 'orders' ? decision.orders : [];
    expect(orders.map(({ draft }) => `${draft.purpose} ${draft.side} ${draft.quantity}`)).toEqual([
      ...['close sell 1.667', 'close sell 1.667', 'close sell 1.666'],
    ]);
  });

  it('says what ten of them leave', () => {
    const decision = decide({ signal: aSignal({ intent: 'flat' }), position: aPosition('-25') });
    expect(decision).toMatchObject({
      kind: 'orders',
      denial: { rule: 'max_quantity', reason: '"5" of "25" is left: more than 10 orders are not sent at once' },
    });
  });

  it('is followed by no entry while some of it is left', () => {
    const decision = decide({ signal: aSignal({ intent: 'open_short' }), position: aPosition('25') });
    expect(decision.kind === 'orders' && decision.orders.every(({ draft }) => draft.reduceOnly)).toBe(true);
  });

  it('is one order where it rests: a limit has a limit of its own', () => {
    const signal = aSignal({ intent: 'close_long', orderType: 'limit', price: decimal('51000') });
    const decision = decide({ signal, position: aPosition('5') });
    expect(decision).toMatchObject({ kind: 'orders', orders: [{ draft: { type: 'limit' } }] });
  });

  it.each([
    { case: 'below the minimum notional of spot by every price', price: '50000', last: '40000', told: 'min_notional' },
    { case: 'let through where one price allows it', price: '3', last: '50000', told: 'orders' },
  ])('is $case', ({ price, last, told }) => {
    const spot = { ...BTCUSDT, market: 'spot' as const, minNotional: decimal('60') };
    const decision = decideSignal(
      aDecisionInput({
        ...{
          rules: spot,
          market: 'spot',
          position: aPosition(told === 'orders' ? '0.01' : '0.001', { market: 'spot' }),
        },
        ...{ signal: aSignal({ intent: 'flat', signalPrice: decimal(price) }), lastPrice: decimal(last) },
      }),
    );
    expect(decision.kind === 'denied' ? decision.denial.rule : decision.kind).toBe(told);
  });

  it('goes though the symbol is said to be halted, and the exchange has the word', () => {
    const halted = { ...BTCUSDT, haltedAs: 'BREAK' };
    const decision = decideSignal(
      aDecisionInput({ rules: halted, signal: aSignal({ intent: 'flat' }), position: aPosition('1') }),
    );
    expect(decision.kind).toBe('orders');
  });
});
