import type { Page, PageRequest } from '../paging/page.ts';
import type { AuditEntry } from './audit.ts';

/** Read only: an entry is written by whoever makes the change, in the same transaction. */
export interface AuditStore {
  list(userId: string, page: PageRequest): Promise<Page<AuditEntry>>;
}
