import type { Account } from '../accounts/account.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { Strategy } from '../strategies/strategy.ts';
import type { ApiToken } from './api-token.ts';
import type { User } from './user.ts';

/** All that a first start needs: somebody to be, a key to the API, money to play with and a strategy to play it. */
export type NewOwner = {
  user: User;
  passwordHash: string;
  apiToken: ApiToken;
  apiTokenDigest: string;
  account: Account;
  strategy: Strategy;
  hookTokenDigest: string;
  audit: AuditEntry;
};

export interface OwnerStore {
  anyUser(): Promise<boolean>;
  /** Keeps all of it, or none. @returns false when there is a user already, also one that came a moment before */
  add(owner: NewOwner): Promise<boolean>;
}
