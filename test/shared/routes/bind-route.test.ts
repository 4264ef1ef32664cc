import { beforeEach, expect, it } from 'vitest';
import { routeHint } from '../../../shared/alerts/route-hint.ts';
import { type BindRoute, bindRoute } from '../../../shared/routes/bind-route.ts';
import { MOST_STRATEGIES_OF_A_KEY } from '../../../shared/routes/route.ts';
import { type MemoryRouteStore, memoryRouteStore } from '../../../shared/routes/store.memory.ts';
import { unbindRoute } from '../../../shared/routes/unbind-route.ts';
import { memoryUserStore } from '../../../shared/users/store.memory.ts';
import type { User } from '../../../shared/users/user.ts';
import { aStrategy } from '../../support/build-signal.ts';
import { fixedClock, fixedIds, NOW } from '../../support/fixed.ts';

const USERS: User[] = [
  { id: 'usr_1', email: 'owner@example.com', role: 'owner', createdAt: NOW },
  { id: 'usr_2', email: 'member@example.com', role: 'member', createdAt: NOW },
];
const asked = { userId: 'usr_1', actor: 'tok_1', key: 'bot-a', strategyId: 'str_1' };

let routes: MemoryRouteStore;
const newId = fixedIds();
const now = fixedClock();
/** Every user has the strategies whose ids begin with `str_`. */
const strategies = {
  find: async (userId: string, id: string) => (id.startsWith('str_') ? aStrategy({ id, userId }) : undefined),
};
const users = memoryUserStore(USERS);
const bind = (input: BindRoute) => bindRoute({ routes, strategies, users, now, newId }, input);

beforeEach(() => {
  routes = memoryRouteStore();
});

it('bindRoute() keeps a route with an audit entry that tells all of it', async () => {
  const bound = await bind({ ...asked, hookStrategyId: 'str_2' });
  if (bound.outcome !== 'bound') throw new Error(bound.reason);
  const route = { key: 'bot-a', strategyId: 'str_1', hookStrategyId: 'str_2' };
  expect(routes.kept).toEqual([{ ...route, id: bound.route.id, userId: 'usr_1', createdAt: NOW }]);
  expect(routes.audit).toMatchObject([
    { action: 'route.bound', subject: bound.route.id, actor: 'tok_1', detail: route },
  ]);
});

it('bindRoute() keeps no more of a secret than what messages are kept with', async () => {
  const { key: _, ...rest } = asked;
  await bind({ ...rest, secret: '60123456789' });
  expect(routes.kept).toMatchObject([{ key: routeHint('60123456789') }]);
  expect(JSON.stringify([routes.kept, routes.audit])).not.toContain('60123456789');
});

it.each<{ case: string; input: Partial<BindRoute>; code: string }>([
  { case: 'a strategy that is not theirs', input: { strategyId: 'nope' }, code: 'strategy_unknown' },
  { case: 'a hook that is not theirs', input: { hookStrategyId: 'nope' }, code: 'hook_unknown' },
  { case: 'WEBHOOK_SECRET for somebody who is not the owner', input: { userId: 'usr_2' }, code: 'hook_not_named' },
])('bindRoute() keeps nothing for $case', async ({ input, code }) => {
  expect(await bind({ ...asked, ...input })).toMatchObject({ outcome: 'refused', code });
  expect([routes.kept, routes.audit]).toEqual([[], []]);
});

it('bindRoute() lets a member bind at a hook of their own', async () => {
  expect(await bind({ ...asked, userId: 'usr_2', hookStrategyId: 'str_1' })).toMatchObject({ outcome: 'bound' });
});

it('bindRoute() says what is there already, and when that is enough', async () => {
  await bind(asked);
  expect(await bind(asked)).toMatchObject({ code: 'route_taken', reason: expect.stringContaining('"bot-a"') });
  for (let n = 2; n <= MOST_STRATEGIES_OF_A_KEY; n += 1) await bind({ ...asked, strategyId: `str_${n}` });
  expect(await bind({ ...asked, strategyId: 'str_more' })).toMatchObject({ code: 'too_many_strategies' });
});

it('unbindRoute() takes away what is theirs', async () => {
  const bound = await bind(asked);
  const id = bound.outcome === 'bound' ? bound.route.id : '';
  const deps = { routes, now, newId };
  expect(await unbindRoute(deps, { userId: 'usr_2', actor: 'x', id })).toBe('not_found');
  expect(await unbindRoute(deps, { userId: 'usr_1', actor: 'x', id })).toBe('removed');
  expect(routes.kept).toEqual([]);
});
