import type { Signal } from '../signals/signal.ts';

/** What a message calls the one that it is for. A route may be bound to either; the key comes before the alias. */
export type RouteNames = Pick<Signal, 'routeKey' | 'accountAlias'>;

/** Whom the steps of a message are for, each once and in order; nobody counts as one, too, and is all there is without steps. */
export function routesOf(steps: readonly RouteNames[]): RouteNames[] {
  const routes = new Map<string, RouteNames>();
  for (const step of steps.length > 0 ? steps : [{}])
    routes.set(JSON.stringify([step.routeKey, step.accountAlias]), namesOf(step));
  return [...routes.values()];
}

export function namesOf({ routeKey, accountAlias }: RouteNames): RouteNames {
  return { ...(routeKey !== undefined && { routeKey }), ...(accountAlias !== undefined && { accountAlias }) };
}
