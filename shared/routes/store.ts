import type { AuditEntry } from '../audit/audit.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import type { Route, UnboundRoute } from './route.ts';

export type RouteFilter = PageRequest & { key?: string; strategyId?: string; hookStrategyId?: string };

export interface RouteStore {
  /** Newest first. */
  list(userId: string, filter: RouteFilter): Promise<Page<Route>>;
  /** Keeps the route and its audit entry together. A key takes so many strategies and no more. */
  add(route: Route, audit: AuditEntry): Promise<'added' | 'taken' | 'too_many'>;
  remove(userId: string, id: string, audit: AuditEntry): Promise<'removed' | 'not_found'>;
  /** The latest first, of alerts that came in since then. */
  listUnbound(userId: string, since: Date): Promise<UnboundRoute[]>;
}
