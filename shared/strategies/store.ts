import type { AuditEntry } from '../audit/audit.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import type { Strategy } from './strategy.ts';

/** A hook token takes the place of the one before, which stays valid until `previousExpiresAt` where that is given. */
export type NewHookToken = { digest: string; hint: string; previousExpiresAt?: Date };

export type StrategyChange = { strategy: Strategy; audit: AuditEntry; hookToken?: NewHookToken };

export type EditedStrategy =
  | { outcome: 'edited'; strategy: Strategy }
  | { outcome: 'not_found' }
  | { outcome: 'name_taken' }
  /** It was to leave its account, where it holds something still. */
  | { outcome: 'busy'; holds: string[] };

export interface StrategyStore {
  list(userId: string, page: PageRequest): Promise<Page<Strategy>>;
  find(userId: string, id: string): Promise<Strategy | undefined>;
  /** Keeps the strategy and its audit entry together. Names are unique per user, whatever their case. */
  add(strategy: Strategy, hookTokenDigest: string, audit: AuditEntry): Promise<'added' | 'name_taken'>;
  /**
   * Changes what is there now, with nobody else changing it meanwhile, and keeps the audit entry with it.
   * `change` returns undefined when there is nothing to change. To another account goes only what holds nothing on this one.
   */
  edit(userId: string, id: string, change: (current: Strategy) => StrategyChange | undefined): Promise<EditedStrategy>;
}
