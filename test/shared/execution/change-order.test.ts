import { describe, expect, it } from 'vitest';
import { changeOrder } from '../../../shared/execution/change-order.ts';
import type { OrderChange } from '../../../shared/execution/order-change.ts';
import type { Execution } from '../../../shared/execution/store.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import type { ExchangeOrder } from '../../../shared/orders/exchange-order.ts';
import type { Fill, Order } from '../../../shared/orders/order.ts';
import { anOrder } from '../../support/build-order.ts';
import { anAccount, aPosition, aRiskContext, aSignal, aStrategy } from '../../support/build-signal.ts';
import { fixedIds, NOW } from '../../support/fixed.ts';

function anExecution(orders: Order[], fields: Partial<Execution> = {}): Execution {
  return {
    work: {
      seq: '1',
      lane: 'acc_1:usdm:BTCUSDT',
      kind: 'execute_signal',
      userId: 'usr_1',
      alertId: 'alt_1',
      step: 1,
      attempts: 0,
      failures: 0,
      isAlarmTold: false,
      createdAt: NOW,
    },
    alert: { id: 'alt_1', userId: 'usr_1', source: 'webhook', receivedAt: NOW, steps: 1 },
    signal: aSignal(),
    market: 'usdm',
    symbol: 'BTCUSDT',
    strategy: aStrategy(),
    account: anAccount(),
    tradingState: { state: 'active' },
    risk: aRiskContext(),
    position: undefined,
    hasResting: false,
    hasHeld: false,
    strategyAccountId: 'acc_1',
    hasUnsettledProtection: false,
    decided: { signalId: 'sig_1', denial: undefined },
    orders,
    knownTrades: new Set(),
    ...fields,
  };
}

const aFill = (exchangeTradeId: string, quantity: string): Fill => ({
  exchangeTradeId,
  price: decimal('50000'),
  quantity: decimal(quantity),
  commission: decimal('0'),
  commissionAsset: 'USDT',
  filledAt: NOW,
});

function answered(status: ExchangeOrder['status'], ...fills: Fill[]): OrderChange {
  const filledQuantity = fills.reduce((sum, { quantity }) => sum.plus(quantity), decimal('0'));
  return { kind: 'answered', order: { clientOrderId: 'tv-1', exchangeOrderId: 'x1', status, filledQuantity, fills } };
}

const change = (execution: Execution, what: OrderChange, nth = 0) => {
  const order = execution.orders[nth];
  if (order === undefined) throw new Error('no such order');
  return changeOrder(fixedIds(), execution, { order, change: what, at: NOW });
};

describe('changeOrder()', () => {
  it('makes a filled order a fill, a position, an event and the end of its signal', () => {
    const { step, execution } = change(anExecution([anOrder()]), answered('filled', aFill('t1', '1')));
    expect(step.outcome).toEqual({ status: 'filled' });
    expect(step.newFills).toHaveLength(1);
    expect(step.positions).toMatchObject([{ quantity: decimal('1'), entryNotional: decimal('50000') }]);
    expect(step.events).toMatchObject([{ name: 'order_filled', orderId: 'ord_1' }]);
    expect(execution.position?.quantity.toFixed()).toBe('1');
  });

  it('begins to count attempts anew when an order got further, and only then', () => {
    const tired = anExecution([anOrder(), anOrder({ id: 'ord_2', step: 2, status: 'planned' })]);
    tired.work.attempts = 7;
    const further = change(tired, answered('filled', aFill('t1', '1')));
    expect(further).toMatchObject({ step: { isProgress: true }, execution: { work: { attempts: 0 } } });
    for (const what of [
      { kind: 'postponed', reason: 'busy' },
      { kind: 'unknown', reason: 'silence' },
      { kind: 'submitting' },
    ] as const)
      expect(change(tired, what)).toMatchObject({ step: { isProgress: false }, execution: { work: { attempts: 7 } } });
  });

  describe('the levels of an entry', () => {
    const signal = aSignal({ stopLoss: { kind: 'pct', value: decimal('2') } });
    const half = anOrder({
      type: 'limit',
      status: 'partially_filled',
      filledQuantity: decimal('0.5'),
    } as Partial<Order>);
    const rest = answered('filled', aFill('t1', '0.5'));

    it('are in force from its first fill, for the position that it makes', () => {
      const { step } = change(anExecution([anOrder()], { signal }), answered('filled', aFill('t1', '1')));
      expect(step.newProtection).toMatchObject({ positionId: step.positions?.[0]?.id, side: 'long' });
    });

    it('are left as they are when it fills on', () => {
      const position = { ...aPosition('0.5'), id: 'pos_1' };
      const { step } = change(anExecution([half], { signal, position }), rest);
      expect(step.newProtection).toBeUndefined();
    });

    it('are in force again when it fills on after its position was closed', () => {
      const { step } = change(anExecution([half], { signal }), rest);
      expect(step.newProtection).toMatchObject({ positionId: step.positions?.[0]?.id });
    });
  });

  it('counts a trade once, however often the exchange tells of it', () => {
    const first = change(anExecution([anOrder()]), answered('partially_filled', aFill('t1', '0.4')));
    expect(first.step.outcome, 'it rests with its rest').toEqual({ status: 'working' });
    const again = change(first.execution, answered('partially_filled', aFill('t1', '0.4')));
    expect(again.step).toMatchObject({ newFills: [], positions: [], events: [] });
    const rest = change(again.execution, answered('filled', aFill('t1', '0.4'), aFill('t2', '0.6')));
    expect(rest.step.newFills?.map(({ fill }) => fill.exchangeTradeId)).toEqual(['t2']);
    expect(rest.execution.position?.quantity.toFixed()).toBe('1');
    expect(rest.execution.orders[0]).toMatchObject({ status: 'filled', filledQuantity: decimal('1') });
  });

  it('closes one position and opens the next when one fill crosses zero', () => {
    const held = { ...aPosition('-0.4'), id: 'pos_old' };
    const { step, execution } = change(
      anExecution([anOrder()], { position: held }),
      answered('filled', aFill('t1', '1')),
    );
    expect(
      step.positions?.map(({ id, quantity, closedAt }) => [id === 'pos_old', quantity.toFixed(), closedAt]),
    ).toEqual([
      [true, '0', NOW],
      [false, '0.6', undefined],
    ]);
    expect(execution.position?.id).not.toBe('pos_old');
  });

  it('leaves no position behind when one is closed', () => {
    const held = { ...aPosition('1'), id: 'pos_old' };
    const order = anOrder({ side: 'sell', purpose: 'close' });
    const { execution } = change(anExecution([order], { position: held }), answered('filled', aFill('t1', '1')));
    expect(execution.position).toBeUndefined();
  });

  it.each<{ case: string; what: OrderChange; status: string; second: string }>([
    {
      case: 'rejected',
      what: { kind: 'rejected', code: '-2019', message: 'Margin is insufficient.' },
      status: 'rejected',
      second: 'canceled',
    },
    { case: 'given up', what: { kind: 'gave_up', reason: 'too old' }, status: 'expired', second: 'canceled' },
    {
      case: 'canceled after a part',
      what: answered('canceled', aFill('t1', '0.4')),
      status: 'partially_filled',
      second: 'canceled',
    },
  ])('takes the order behind along when one is $case', ({ what, status, second }) => {
    const orders = [anOrder(), anOrder({ id: 'ord_2', step: 2, status: 'planned' })];
    const { step, execution } = change(anExecution(orders), what);
    expect(step.outcome?.status).toBe(status);
    expect(execution.orders[1]?.status).toBe(second);
    expect(step.updates?.map(({ orderId }) => orderId)).toEqual(['ord_1', 'ord_2']);
  });

  it.each<{ case: string; what: OrderChange; status: string }>([
    { case: 'an answer that was lost', what: { kind: 'unknown', reason: 'socket hang up' }, status: 'unknown' },
    {
      case: 'an exchange that was busy',
      what: { kind: 'postponed', reason: 'Service Unavailable.' },
      status: 'planned',
    },
  ])('leaves the signal open on $case', ({ what, status }) => {
    const { step, execution } = change(anExecution([anOrder()]), what);
    expect(step.outcome).toBeUndefined();
    expect(execution.orders[0]?.status).toBe(status);
  });

  it('waits for the second order when the first is filled', () => {
    const orders = [anOrder(), anOrder({ id: 'ord_2', step: 2, status: 'planned' })];
    expect(change(anExecution(orders), answered('filled', aFill('t1', '1'))).step.outcome).toBeUndefined();
  });

  it('ends denied, with the rule, when only a part of the signal was allowed', () => {
    const denial = { rule: 'trading_state', reason: 'Trading is halted' };
    const execution = anExecution([anOrder()], { decided: { signalId: 'sig_1', denial } });
    expect(change(execution, answered('filled', aFill('t1', '1'))).step.outcome).toEqual({
      status: 'denied',
      ...denial,
    });
  });
});
