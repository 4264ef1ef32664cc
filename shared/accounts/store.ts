import type { AuditEntry } from '../audit/audit.ts';
import type { Account } from './account.ts';

export interface AccountStore {
  list(userId: string): Promise<Account[]>;
  find(userId: string, id: string): Promise<Account | undefined>;
  /** Keeps the settings and the audit entry together. @returns false when the user has no such account */
  setSettings(userId: string, id: string, settings: Account['settings'], audit: AuditEntry): Promise<boolean>;
  /** Of every user: for jobs that serve them all. */
  listAll(): Promise<Account[]>;
}
