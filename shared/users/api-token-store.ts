import type { AuditEntry } from '../audit/audit.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import type { ApiToken } from './api-token.ts';

export interface ApiTokenStore {
  /** The token with this digest, unless it has expired or was revoked. */
  findActive(digest: string, now: Date): Promise<ApiToken | undefined>;
  touch(id: string, at: Date): Promise<void>;
  list(userId: string, page: PageRequest): Promise<Page<ApiToken>>;
  add(token: ApiToken, digest: string, audit: AuditEntry): Promise<void>;
  /** Revokes it once; a repeat changes nothing. @returns undefined when the user has no such token */
  revoke(userId: string, id: string, at: Date, audit: AuditEntry): Promise<ApiToken | undefined>;
}
