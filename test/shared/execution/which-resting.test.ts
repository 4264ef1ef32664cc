import { describe, expect, it } from 'vitest';
import type { DecidedOrder, Decision } from '../../../shared/execution/decision.ts';
import { canceledWith, namedBy } from '../../../shared/execution/which-resting.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import type { Order } from '../../../shared/orders/order.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { anOrder } from '../../support/build-order.ts';
import { aSignal, aStrategy } from '../../support/build-signal.ts';

describe('namedBy() means', () => {
  const order = anOrder;
  const resting = [
    order({ tag: 'tp' }),
    order({ id: 'ord_2', side: 'sell', tag: 'tp' }),
    order({ id: 'ord_3', side: 'sell', tag: 'sl' }),
    order({ id: 'ord_4', side: 'sell' }),
  ];
  it.each<{ case: string; signal: Partial<Signal>; meant: string[] }>([
    { case: 'every order without a name', signal: {}, meant: ['ord_1', 'ord_2', 'ord_3', 'ord_4'] },
    { case: 'those of a side', signal: { orderSide: 'sell' }, meant: ['ord_2', 'ord_3', 'ord_4'] },
    { case: 'those with a tag', signal: { orderTag: 'tp' }, meant: ['ord_1', 'ord_2'] },
    { case: 'those with both', signal: { orderSide: 'sell', orderTag: 'tp' }, meant: ['ord_2'] },
    { case: 'none with another tag', signal: { orderTag: 'x' }, meant: [] },
    { case: 'the one by its id', signal: { extras: { orderId: 'ord_4' } }, meant: ['ord_4'] },
  ])('$case', ({ signal, meant }) => {
    const isMeant = namedBy(aSignal({ intent: 'cancel_orders', ...signal }));
    expect(resting.filter(isMeant).map(({ id }) => id)).toEqual(meant);
  });
});

const RESTING: Order[] = [
  anOrder({ id: 'entry', type: 'limit', price: decimal('49000'), status: 'open' }),
  anOrder({ id: 'market', status: 'open' }),
  anOrder({ id: 'short', type: 'limit', side: 'sell', price: decimal('51000'), status: 'open' }),
  anOrder({ id: 'other', type: 'limit', strategyId: 'str_2', status: 'open' }),
  anOrder({ id: 'exit', type: 'limit', side: 'sell', purpose: 'close', reduceOnly: true, status: 'open' }),
  anOrder({ id: 'stop', type: 'stop_market', side: 'sell', purpose: 'protect', reduceOnly: true, status: 'open' }),
];
const noOp = (code: string): Decision => ({ kind: 'no_op', code, reason: '' });
const closing: Decision = {
  kind: 'orders',
  orders: [{ draft: anOrder({ side: 'sell', purpose: 'close', reduceOnly: true }) } as unknown as DecidedOrder],
};

describe('canceledWith() takes', () => {
  it.each<{ case: string; signal: Partial<Signal>; decision: Decision; takes: string[] }>([
    {
      case: 'what a cancellation names',
      signal: { intent: 'cancel_orders', orderSide: 'sell' },
      decision: { kind: 'command', command: 'cancel_orders' },
      takes: ['short', 'exit'],
    },
    {
      case: 'the entries of its strategy where there is nothing to close',
      signal: { intent: 'close_long' },
      decision: noOp('already_flat'),
      takes: ['entry', 'market'],
    },
    {
      case: 'those of both sides for a flat',
      signal: { intent: 'flat' },
      decision: noOp('already_flat'),
      takes: ['entry', 'market', 'short'],
    },
    {
      case: 'exits that rest, and the entry on its way, where all is closed',
      signal: { intent: 'flat' },
      decision: closing,
      takes: ['market', 'exit'],
    },
    {
      case: 'all that rests where the message clears first',
      signal: { intent: 'buy', cancelFirst: true },
      decision: noOp('x'),
      takes: ['entry', 'market', 'short', 'other', 'exit'],
    },
    { case: 'nothing for an entry', signal: { intent: 'open_long' }, decision: noOp('x'), takes: [] },
    {
      case: 'nothing for a test',
      signal: { intent: 'flat', cancelFirst: true, dryRun: true },
      decision: noOp('dry_run'),
      takes: [],
    },
    {
      case: 'nothing when the strategy is switched off',
      signal: { intent: 'disable', cancelFirst: true },
      decision: { kind: 'command', command: 'disable' },
      takes: [],
    },
  ])('$case', ({ signal, decision, takes }) => {
    const isCanceled = canceledWith(decision, {
      signal: aSignal(signal),
      strategy: aStrategy({ id: 'str_1' }),
      market: 'usdm',
    });
    expect(RESTING.filter(isCanceled).map(({ id }) => id)).toEqual(takes);
  });
});
