import { beforeEach, describe, expect, it } from 'vitest';
import { type MemoryAlertStore, memoryAlertStore } from '../../../shared/alerts/store.memory.ts';
import { requestCancel } from '../../../shared/commands/request-cancel.ts';
import { requestClose } from '../../../shared/commands/request-close.ts';
import { requestCloseAll } from '../../../shared/commands/request-close-all.ts';
import { decimal, zero } from '../../../shared/money/decimal.ts';
import { memoryOrderList } from '../../../shared/orders/order-list.memory.ts';
import type { FilledOrder } from '../../../shared/orders/order-list.ts';
import { memoryPositionList } from '../../../shared/positions/position-list.memory.ts';
import { fixedClock, fixedIds, NOW } from '../../support/fixed.ts';

const who = { userId: 'usr_1', actor: 'tok_1' };
const held = (id: string, more = {}) => ({
  id,
  userId: 'usr_1',
  accountId: 'acc_1',
  strategyId: 'str_1',
  market: 'usdm' as const,
  symbol: 'BTCUSDT',
  quantity: decimal('1'),
  entryNotional: decimal('50000'),
  realizedPnl: zero,
  commission: zero,
  openedAt: NOW,
  updatedAt: NOW,
  ...more,
});

let alerts: MemoryAlertStore;
let rings: number;
const doorbell = {
  ring() {
    rings += 1;
  },
};
const deps = () => ({ alerts, doorbell, now: fixedClock(), newId: fixedIds() });

beforeEach(() => {
  rings = 0;
  alerts = memoryAlertStore({ ownerId: 'usr_1', strategies: [{ id: 'str_1' }] });
});

describe('requestClose()', () => {
  it('keeps a command to be flat, for the strategy that last traded the position, and rings', async () => {
    const positions = memoryPositionList([held('pos_1')]);
    const asked = await requestClose({ ...deps(), positions }, { ...who, positionId: 'pos_1' });
    expect(asked).toEqual({ outcome: 'kept', alertId: 'alt_0001' });
    expect(alerts.kept).toMatchObject([
      {
        source: 'command',
        dialect: 'command',
        identity: { key: 'command:alt_0001' },
        signals: [{ intent: 'flat', symbol: 'BTCUSDT', market: 'usdm', extras: { positionId: 'pos_1' } }],
      },
    ]);
    expect(alerts.work).toEqual(['alt_0001/1']);
    expect(rings).toBe(1);
  });

  it.each([
    { case: 'somebody else’s', position: held('pos_1', { userId: 'usr_2' }), result: { outcome: 'not_found' } },
    { case: 'closed', position: held('pos_1', { closedAt: NOW }), result: { code: 'position_closed' } },
    { case: 'nobody’s', position: held('pos_1', { strategyId: undefined }), result: { code: 'strategy_unknown' } },
  ])('keeps nothing for a position that is $case', async ({ position, result }) => {
    const positions = memoryPositionList([position]);
    expect(await requestClose({ ...deps(), positions }, { ...who, positionId: 'pos_1' })).toMatchObject(result);
    expect(alerts.kept).toEqual([]);
    expect(rings).toBe(0);
  });
});

it('requestCloseAll() keeps one command for each open position, on however many pages, and names those it cannot', async () => {
  const open = Array.from({ length: 450 }, (_, n) => held(`pos_${String(n).padStart(4, '0')}`));
  const positions = memoryPositionList([
    ...open,
    held('pos_x', { strategyId: undefined }),
    held('pos_y', { closedAt: NOW }),
  ]);
  const asked = await requestCloseAll({ ...deps(), positions }, who);
  expect(new Set(asked.alertIds).size).toBe(450);
  expect(asked.skipped).toEqual(['pos_x']);
  expect(new Set(alerts.kept.map((alert) => alert.signals[0]?.extras.positionId)).size).toBe(450);
});

describe('requestCancel()', () => {
  const order = (status: FilledOrder['status']): FilledOrder => ({
    id: 'ord_1',
    ...who,
    accountId: 'acc_1',
    strategyId: 'str_1',
    alertId: 'alt_1',
    signalId: 'sig_1',
    step: 1,
    clientOrderId: 'c-1',
    market: 'usdm',
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'limit',
    price: decimal('1'),
    quantity: decimal('1'),
    reduceOnly: false,
    purpose: 'open',
    status,
    filledQuantity: zero,
    createdAt: NOW,
    updatedAt: NOW,
    fills: [],
  });

  it.each(['planned', 'submitting', 'unknown', 'open', 'partially_filled'] as const)(
    'asks for a %s order',
    async (status) => {
      const orders = memoryOrderList([order(status)]);
      const asked = await requestCancel({ ...deps(), orders }, { ...who, orderId: 'ord_1' });
      expect(asked.outcome).toBe('kept');
      expect(alerts.kept[0]?.signals[0]).toMatchObject({ intent: 'cancel_orders', extras: { orderId: 'ord_1' } });
    },
  );

  it.each(['filled', 'canceled', 'rejected', 'expired'] as const)('refuses a %s order', async (status) => {
    const orders = memoryOrderList([order(status)]);
    const asked = await requestCancel({ ...deps(), orders }, { ...who, orderId: 'ord_1' });
    expect(asked).toMatchObject({ outcome: 'refused', code: 'order_closed' });
    expect(alerts.kept).toEqual([]);
  });
});
