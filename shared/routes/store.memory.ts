import type { AuditEntry } from '../audit/audit.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import { MOST_STRATEGIES_OF_A_KEY, type Route, type UnboundRoute } from './route.ts';
import type { RouteStore } from './store.ts';

export type MemoryRouteStore = RouteStore & {
  readonly kept: Route[];
  readonly audit: AuditEntry[];
  /** What messages named, bound or not. */
  readonly seen: (UnboundRoute & { userId: string })[];
};

export function memoryRouteStore(): MemoryRouteStore {
  const kept: Route[] = [];
  const audit: AuditEntry[] = [];
  const seen: MemoryRouteStore['seen'] = [];
  const isAt = (one: { userId: string; hookStrategyId?: string; key: string }) => (route: Route) =>
    route.userId === one.userId && route.hookStrategyId === one.hookStrategyId && route.key === one.key;
  return {
    kept,
    audit,
    seen,
    async list(userId, { limit, cursor = BEFORE_FIRST, ...wanted }) {
      const rows = kept.filter(
        (route) =>
          route.userId === userId &&
          route.id < cursor &&
          (wanted.key ?? route.key) === route.key &&
          (wanted.strategyId ?? route.strategyId) === route.strategyId &&
          (wanted.hookStrategyId ?? route.hookStrategyId) === route.hookStrategyId,
      );
      return cutPage(
        rows.toSorted((a, b) => (a.id < b.id ? 1 : -1)),
        limit,
      );
    },
    async add(route, entry) {
      const there = kept.filter(isAt(route));
      if (there.some(({ strategyId }) => strategyId === route.strategyId)) return 'taken';
      if (there.length >= MOST_STRATEGIES_OF_A_KEY) return 'too_many';
      kept.push(route);
      audit.push(entry);
      return 'added';
    },
    async remove(userId, id, entry) {
      const at = kept.findIndex((route) => route.userId === userId && route.id === id);
      if (at < 0) return 'not_found';
      kept.splice(at, 1);
      audit.push(entry);
      return 'removed';
    },
    async listUnbound(userId, since) {
      const unbound = seen.filter((one) => one.userId === userId && one.lastSeenAt >= since && !kept.some(isAt(one)));
      return unbound.map(({ userId: _, ...one }) => one);
    },
  };
}
