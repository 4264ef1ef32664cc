import type { Account } from '../accounts/account.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import type { ExchangeKey, KeyPermissions, KeyTest } from './exchange-key.ts';
import type { CredentialsPlace, SealedCredentials } from './vault.ts';
import type { WalletClash } from './wallet.ts';

/** What is kept besides what may be shown. */
export type KeySecret = SealedCredentials & { apiKeyDigest: string };

export type NewExchangeKey = {
  key: ExchangeKey;
  secret: KeySecret;
  newAccount: Account | undefined;
  /** Of the exchange account that the key opens; absent where the exchange does not say. */
  uid: string | undefined;
};

export type AddedKey = 'added' | 'account_has_key' | 'key_known' | 'account_name_taken' | WalletClash;

export type Replacement = {
  secret: KeySecret;
  uid: string | undefined;
  fields: Pick<ExchangeKey, 'kind' | 'apiKeyHint' | 'permissions' | 'lastTestedAt'> & { label?: string };
};

/** What a test found. Permissions and status stay as they are where nothing was learned about them. */
export type TestedKey = {
  at: Date;
  result: KeyTest;
  permissions?: KeyPermissions;
  uid?: string | undefined;
  status?: ExchangeKey['status'];
};

export type RemovedKey =
  | { outcome: 'removed' }
  | { outcome: 'not_found' }
  | { outcome: 'in_use'; strategies: string[] };

/** A sealed key as a rotation meets it, whosever it is. */
export type KeptSecret = SealedCredentials & { id: string; place: CredentialsPlace };

export type ResealRequest = {
  /** Seals of older versions are due. */
  version: number;
  afterId: string;
  limit: number;
};

/** `failed` could not be sealed anew and stay as they are; `lastId` is absent when nothing was left. */
export type Resealed = { resealed: number; failed: string[]; lastId?: string };

export interface ExchangeKeyStore {
  list(userId: string, page: PageRequest): Promise<Page<ExchangeKey>>;
  find(userId: string, id: string): Promise<ExchangeKey | undefined>;
  findOfAccount(userId: string, accountId: string): Promise<ExchangeKey | undefined>;
  findSecret(userId: string, id: string): Promise<KeySecret | undefined>;
  /** Keeps the key, its new account if there is one, the uid of its account and the audit entry together. */
  add(added: NewExchangeKey, audit: AuditEntry): Promise<AddedKey>;
  /** Puts another secret in the place of the one before, of which nothing remains. */
  replace(
    userId: string,
    id: string,
    replacement: Replacement,
    audit: AuditEntry,
  ): Promise<ExchangeKey | 'not_found' | 'key_known' | WalletClash>;
  /** Keeps what a test found, unless the secret that was tested was replaced meanwhile. @returns the key as it is now */
  noteTest(
    userId: string,
    id: string,
    tested: TestedKey & { apiKeyDigest: string },
    audit: AuditEntry,
  ): Promise<ExchangeKey | undefined>;
  /** Refuses, with their names, while enabled strategies trade on the account. */
  remove(userId: string, id: string, audit: AuditEntry): Promise<RemovedKey>;
  /** Seals a batch anew, of all users, passing over what somebody else is changing at the moment. */
  reseal(request: ResealRequest, seal: (kept: KeptSecret) => Promise<SealedCredentials>): Promise<Resealed>;
  /** How many seals of all users are of an older version. */
  countOlder(version: number): Promise<number>;
}
