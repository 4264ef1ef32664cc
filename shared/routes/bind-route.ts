import { routeHint } from '../alerts/route-hint.ts';
import type { NewId } from '../ids/new-id.ts';
import type { StrategyStore } from '../strategies/store.ts';
import type { Clock } from '../time/clock.ts';
import type { UserStore } from '../users/store.ts';
import { type Door, MOST_STRATEGIES_OF_A_KEY, type Route } from './route.ts';
import type { RouteStore } from './store.ts';

export type BindRouteDeps = {
  routes: RouteStore;
  strategies: Pick<StrategyStore, 'find'>;
  users: UserStore;
  now: Clock;
  newId: NewId;
};

/** A `secret` is named in messages by its hint, and kept as no more than that. */
export type BindRoute = Door & { userId: string; actor: string; strategyId: string } & (
    | { key: string }
    | { secret: string }
  );

export type RouteRefusal = {
  outcome: 'refused';
  code: 'strategy_unknown' | 'hook_unknown' | 'hook_not_named' | 'route_taken' | 'too_many_strategies';
  reason: string;
};
export type BoundRoute = { outcome: 'bound'; route: Route } | RouteRefusal;

/** Binds a key to a strategy, beside those it is bound to already. Counts from the next alert on; replays nothing. */
export async function bindRoute(deps: BindRouteDeps, input: BindRoute): Promise<BoundRoute> {
  const { userId, actor, strategyId, hookStrategyId } = input;
  const key = 'key' in input ? input.key : routeHint(input.secret);
  const refusal = (await refuseStrategies(deps, input)) ?? (await refuseDoor(deps, input));
  if (refusal !== undefined) return refusal;
  const createdAt = deps.now();
  const door = hookStrategyId === undefined ? {} : { hookStrategyId };
  const route: Route = { id: deps.newId('rte'), userId, key, strategyId, createdAt, ...door };
  const added = await deps.routes.add(route, {
    ...{ id: deps.newId('aud'), userId, actor, action: 'route.bound', subject: route.id, at: createdAt },
    detail: { key, strategyId, ...door },
  });
  switch (added) {
    case 'added':
      return { outcome: 'bound', route };
    case 'taken':
      return refuse('route_taken', `"${key}" is bound to strategy "${strategyId}" there already`);
    case 'too_many':
      return refuse(
        'too_many_strategies',
        `"${key}" is bound to ${MOST_STRATEGIES_OF_A_KEY} strategies there, the most it can be`,
      );
  }
}

async function refuseStrategies({ strategies }: BindRouteDeps, input: BindRoute): Promise<RouteRefusal | undefined> {
  const { userId, strategyId, hookStrategyId = strategyId } = input;
  if ((await strategies.find(userId, strategyId)) === undefined)
    return refuse('strategy_unknown', `You have no strategy "${strategyId}"`);
  if ((await strategies.find(userId, hookStrategyId)) === undefined)
    return refuse('hook_unknown', `You have no strategy "${hookStrategyId}" whose hook that could be`);
  return undefined;
}

/** Nobody else’s messages come in with WEBHOOK_SECRET. */
async function refuseDoor(
  { users }: BindRouteDeps,
  { userId, hookStrategyId }: BindRoute,
): Promise<RouteRefusal | undefined> {
  if (hookStrategyId !== undefined || (await users.find(userId))?.role === 'owner') return undefined;
  return refuse(
    'hook_not_named',
    'Only the owner’s messages come in with WEBHOOK_SECRET: say which hook with "hookStrategyId"',
  );
}

function refuse(code: RouteRefusal['code'], reason: string): RouteRefusal {
  return { outcome: 'refused', code, reason };
}
