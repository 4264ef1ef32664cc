import { expect, it } from 'vitest';
import { type LaneState, reportOf } from '../../../shared/flattens/flatten.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { NOW } from '../../support/fixed.ts';

const lane = (fields: Partial<LaneState>): LaneState => ({
  ...{ accountId: 'acc_1', market: 'usdm', symbol: 'BTCUSDT', alertId: 'alt_1' },
  ...{ quantity: decimal('0'), openOrders: 0, isBusy: false, status: 'done' },
  ...fields,
});
const one = decimal('1');

it.each<{ case: string; state: Partial<LaneState>; outcome: string; reason?: string; isDone?: boolean }>([
  { case: 'nothing left', state: {}, outcome: 'flat' },
  { case: 'a command that waits', state: { status: 'accepted', quantity: one }, outcome: 'working', isDone: false },
  { case: 'a command under way', state: { status: 'working' }, outcome: 'working', isDone: false },
  {
    case: 'a position that the exchange would not close',
    state: { status: 'rejected', quantity: one, reason: '-2019: Margin is insufficient.' },
    outcome: 'left',
    reason: '-2019: Margin is insufficient.',
  },
  {
    case: 'an order that is still there',
    state: { status: 'filled', openOrders: 1 },
    outcome: 'left',
    reason: 'The command ended filled, and what is left may be too small to be sent',
  },
  {
    case: 'an order that the lane is still busy with',
    state: { status: 'filled', openOrders: 1, isBusy: true },
    outcome: 'working',
    isDone: false,
  },
  {
    case: 'an account without a strategy',
    state: { alertId: undefined, status: undefined, quantity: one },
    outcome: 'skipped',
    reason: 'No strategy trades on account "acc_1": nothing can be sent there',
  },
])('reportOf() tells $case as $outcome', ({ state, outcome, reason, isDone = true }) => {
  const flatten = { id: 'fla_1', reason: 'fire', askedBy: 'tok_1', askedAt: NOW, lanes: [] };
  const report = reportOf(flatten, [lane({}), lane(state)]);
  expect(report.isDone).toBe(isDone);
  expect(report.lanes[1]).toMatchObject({ outcome, symbol: 'BTCUSDT' });
  expect(report.lanes[1]?.reason).toBe(reason);
});
