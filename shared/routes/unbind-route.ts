import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import type { RouteStore } from './store.ts';

export type UnbindRouteDeps = { routes: RouteStore; now: Clock; newId: NewId };
export type UnbindRoute = { userId: string; actor: string; id: string };

/** Counts from the next alert on. The last route of a hook takes with it that unknown ones are refused there. */
export function unbindRoute(
  deps: UnbindRouteDeps,
  { userId, actor, id }: UnbindRoute,
): Promise<'removed' | 'not_found'> {
  const audit = {
    id: deps.newId('aud'),
    userId,
    actor,
    action: 'route.unbound',
    subject: id,
    detail: {},
    at: deps.now(),
  } as const;
  return deps.routes.remove(userId, id, audit);
}
