import type { Account } from './account.ts';

export interface AccountStore {
  list(userId: string): Promise<Account[]>;
  find(userId: string, id: string): Promise<Account | undefined>;
  /** Of every user: for jobs that serve them all. */
  listAll(): Promise<Account[]>;
}
