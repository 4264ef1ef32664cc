import { expect, it } from 'vitest';
import type { AlertReading } from '../../../shared/alerts/alert.ts';
import { readAlert } from '../../../shared/alerts/read-alert.ts';
import type { AlertWorld } from '../../../shared/alerts/route-alert.memory.ts';
import { memoryAlertStore } from '../../../shared/alerts/store.memory.ts';
import { type AlertStory, firstSteps, lastStep } from '../../../shared/archive/archive.ts';
import { replayAlert } from '../../../shared/archive/replay-alert.ts';
import { aSignal } from '../../support/build-signal.ts';
import { fixedClock, fixedIds, NOW } from '../../support/fixed.ts';

const story = (more: Partial<AlertStory> = {}): AlertStory => ({
  id: 'alt_first',
  strategyId: 'str_1',
  source: 'webhook',
  receivedAt: NOW,
  dialect: 'generic',
  repairs: [],
  status: 'filled',
  signals: [],
  raw: 'buy',
  fanOut: [],
  outcomes: [],
  orders: [],
  timeline: [],
  ...more,
});

it.each([
  { case: 'an alert that was understood', more: {}, names: ['received', 'understood'] },
  { case: 'one that was not', more: { status: 'not_understood' as const }, names: ['received', 'not_understood'] },
  { case: 'one in conflict', more: { status: 'conflict' as const }, names: ['received', 'understood', 'conflict'] },
])('firstSteps() of $case are $names', ({ more, names }) => {
  expect(firstSteps(story(more)).map((step) => step.name)).toEqual(names);
});

const reading: AlertReading = {
  raw: 'buy',
  secrets: [],
  repairs: [],
  dialect: 'generic',
  signals: [aSignal()],
  routes: [{}],
};

function replayDeps(origin: AlertStory, read: AlertReading = reading) {
  let rings = 0;
  const world: AlertWorld = { ownerId: 'usr_1', strategies: [{ id: 'str_1' }, { id: 'str_2' }] };
  const alerts = memoryAlertStore(world);
  const archive = {
    list: async () => ({ items: [] }),
    find: async (userId: string, id: string) => (userId === 'usr_1' && id === origin.id ? origin : undefined),
  };
  const doorbell = {
    ring() {
      rings += 1;
    },
  };
  const deps = { world, alerts, archive, doorbell, readAlert: () => read, now: fixedClock(), newId: fixedIds() };
  return { deps, rings: () => rings };
}

it('replayAlert() keeps the message anew, under an identity of its own that names its origin, each time it is asked', async () => {
  const { deps, rings } = replayDeps(story());
  const input = { userId: 'usr_1', alertId: 'alt_first' };
  expect(await replayAlert(deps, input)).toEqual({ outcome: 'kept', alertId: 'alt_0001' });
  expect(await replayAlert(deps, input)).toEqual({ outcome: 'kept', alertId: 'alt_0002' });
  expect(deps.alerts.kept).toMatchObject([
    { id: 'alt_0001', source: 'replay', originAlertId: 'alt_first', identity: { key: 'replay:alt_0001' } },
    { id: 'alt_0002', source: 'replay', originAlertId: 'alt_first', identity: { key: 'replay:alt_0002' } },
  ]);
  expect(rings()).toBe(2);
});

it('replayAlert() rings for nothing that is still not understood', async () => {
  const notUnderstood = { code: 'unknown_dialect', reason: 'Nothing was recognised' };
  const { deps, rings } = replayDeps(story({ status: 'not_understood' }), { ...reading, notUnderstood });
  expect(await replayAlert(deps, { userId: 'usr_1', alertId: 'alt_first' })).toMatchObject({ outcome: 'kept' });
  expect(deps.alerts.kept).toMatchObject([{ notUnderstood }]);
  expect(rings()).toBe(0);
});

it.each([
  { case: 'somebody else’s alert', userId: 'usr_2', origin: story(), result: { outcome: 'not_found' } },
  { case: 'a command', userId: 'usr_1', origin: story({ source: 'command' }), result: { code: 'not_replayable' } },
])('replayAlert() keeps nothing of $case', async ({ userId, origin, result }) => {
  const { deps } = replayDeps(origin);
  expect(await replayAlert(deps, { userId, alertId: 'alt_first' })).toMatchObject(result);
  expect(deps.alerts.kept).toEqual([]);
});

it('replayAlert() of an alert that was for nobody goes by the routes of today, though its secret is gone', async () => {
  const unread = aSignal({ routeKey: '#0a1b2c3d' });
  const origin = story({
    ...{ strategyId: undefined, hookStrategyId: 'str_1', status: 'not_understood', reasonCode: 'route_unknown' },
    ...{ unknownRoutes: ['#0a1b2c3d'], signals: [unread] },
  });
  const { deps, rings } = replayDeps(origin);
  deps.world.routes = [{ doorId: 'str_1', key: '#0a1b2c3d', strategyId: 'str_2' }];
  expect(await replayAlert(deps, { userId: 'usr_1', alertId: 'alt_first' })).toMatchObject({ outcome: 'kept' });
  expect(deps.alerts.kept).toMatchObject([{ strategyId: 'str_2', status: 'accepted', source: 'replay' }]);
  expect(rings()).toBe(1);
});

it('replayAlert() carries out the steps that were for its strategy, and no others', async () => {
  const steps = ['bot-a', 'bot-b', 'bot-a'].map((routeKey, at) => aSignal({ routeKey, step: at + 1, of: 3 }));
  const read = { ...reading, signals: steps, routes: [{ routeKey: 'bot-a' }, { routeKey: 'bot-b' }] };
  const { deps } = replayDeps(story({ signals: steps.filter(({ routeKey }) => routeKey === 'bot-a') }), read);
  await replayAlert(deps, { userId: 'usr_1', alertId: 'alt_first' });
  expect(deps.alerts.work).toEqual(['alt_0001/1', 'alt_0001/3']);
});

it('replayAlert() reads under the settings that the strategy has today', async () => {
  const { deps } = replayDeps(story({ raw: '60123456789,buy,BTCUSDT,risk=1' }));
  deps.world.strategies = [{ id: 'str_1', readSettings: { pineConnector: { volumeUnit: 'lots' } } }];
  await replayAlert({ ...deps, readAlert }, { userId: 'usr_1', alertId: 'alt_first' });
  expect(deps.alerts.kept).toMatchObject([{ status: 'accepted', signals: [{ size: { type: 'contracts' } }] }]);
});

it.each<{ case: string; more: Partial<AlertStory>; ended: unknown }>([
  { case: 'an alert under way', more: { status: 'working' }, ended: [] },
  {
    case: 'a denied one',
    more: { status: 'denied', reasonCode: 'trading_state', reason: 'Trading is halted', endedAt: new Date(5) },
    ended: [
      {
        at: new Date(5),
        name: 'ended',
        detail: { status: 'denied', code: 'trading_state', reason: 'Trading is halted' },
      },
    ],
  },
  {
    case: 'a filled one',
    more: { status: 'filled', endedAt: new Date(5) },
    ended: [{ at: new Date(5), name: 'ended', detail: { status: 'filled' } }],
  },
  {
    case: 'one that was not understood: told already',
    more: { status: 'not_understood', endedAt: new Date(5) },
    ended: [],
  },
])('lastStep() of $case says how it ended', ({ more, ended }) => {
  expect(lastStep(story(more))).toEqual(ended);
});
