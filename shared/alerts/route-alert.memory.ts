import type { ReadSettings } from './read-settings.ts';
import { type RouteNames, routesOf } from './route-names.ts';
import type { Hook, NewAlert } from './store.ts';

/** What the tables hold in Postgres: the strategies of one owner, and their routes by door. */
export type AlertWorld = {
  ownerId: string;
  strategies: {
    id: string;
    name?: string;
    digest?: string;
    readSettings?: ReadSettings;
    dialects?: readonly string[];
  }[];
  routes?: { doorId: string; key: string; strategyId: string }[];
};
export type Taker = AlertWorld['strategies'][number];
export type Door = { id: string; own: Taker | undefined; hasRoutes: boolean };

export function doorOf({ ownerId, strategies }: AlertWorld, hook: Hook): Door | undefined {
  if (hook.by === 'owner' || (hook.by === 'door' && hook.hookStrategyId === undefined && hook.userId === ownerId))
    return { id: ownerId, own: undefined, hasRoutes: true };
  if (hook.by !== 'token' && hook.userId !== ownerId) return undefined;
  const own = strategies.find((one) => {
    if (hook.by === 'token') return one.digest === hook.digest;
    return one.id === (hook.by === 'strategy' ? hook.strategyId : hook.hookStrategyId);
  });
  return own && { id: own.id, own, hasRoutes: hook.by !== 'strategy' };
}

export type Target = { strategy: Taker | undefined; routes: RouteNames[]; unknown: string[] };

/** The strategies that a message is for, or the one nobody that it is for when a part of it is for nobody. */
export function targetsOf(world: AlertWorld, door: Door, alert: NewAlert): Target[] {
  const parts = (alert.routes ?? routesOf(alert.signals)).map((route) => ({
    route,
    takers: takersOf(world, door, route),
  }));
  const lost = parts.filter(({ takers }) => takers.length === 0);
  if (lost.length > 0) {
    const unknown = lost.flatMap(({ route }) => route.routeKey ?? route.accountAlias ?? []);
    return [{ strategy: undefined, routes: [], unknown: [...new Set(unknown)].sort() }];
  }
  const ids = [...new Set(parts.flatMap(({ takers }) => takers.map(({ id }) => id)))].sort();
  const ordered = [...ids.filter((id) => id === door.own?.id), ...ids.filter((id) => id !== door.own?.id)];
  return ordered.map((id) => ({
    strategy: world.strategies.find((one) => one.id === id),
    routes: parts.filter(({ takers }) => takers.some((taker) => taker.id === id)).map(({ route }) => route),
    unknown: [],
  }));
}

function takersOf(
  { strategies, routes = [] }: AlertWorld,
  door: Door,
  { routeKey, accountAlias }: RouteNames,
): Taker[] {
  if (door.own !== undefined && !door.hasRoutes) return [door.own];
  const here = routes.filter(({ doorId }) => doorId === door.id);
  for (const name of [routeKey, accountAlias]) {
    const bound = here.filter(({ key }) => key === name).map(({ strategyId }) => strategyId);
    if (bound.length > 0) return strategies.filter(({ id }) => bound.includes(id));
  }
  if (door.own === undefined && routeKey !== undefined)
    return strategies
      .filter(({ id, name }) => id === routeKey || name?.toLowerCase() === routeKey.toLowerCase())
      .slice(0, 1);
  if ((routeKey ?? accountAlias) !== undefined && here.length > 0) return [];
  if (door.own !== undefined) return [door.own];
  return strategies.length === 1 ? strategies : [];
}
