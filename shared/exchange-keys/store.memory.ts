import type { Account } from '../accounts/account.ts';
import type { AuditEntry } from '../audit/audit.ts';
import { AppError } from '../errors/app-error.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { ExchangeKey } from './exchange-key.ts';
import type { ExchangeKeyStore, KeySecret } from './store.ts';
import type { WalletClash } from './wallet.ts';

type Kept = { key: ExchangeKey; secret: KeySecret };

export type MemoryExchangeKeyStore = ExchangeKeyStore & {
  readonly audit: AuditEntry[];
  readonly kept: Map<string, Kept>;
  /** Made together with keys. */
  readonly accounts: Account[];
  /** Names of enabled strategies by account. */
  readonly strategies: Map<string, string[]>;
};

export function memoryExchangeKeyStore(): MemoryExchangeKeyStore {
  const kept = new Map<string, Kept>();
  const audit: AuditEntry[] = [];
  const accounts: Account[] = [];
  const strategies = new Map<string, string[]>();
  const find = (userId: string, id: string): Kept | undefined => {
    const one = kept.get(id);
    return one?.key.userId === userId ? one : undefined;
  };
  const wallets = new Map<string, { key: ExchangeKey; uid: string }>();
  const clashOf = (key: ExchangeKey, uid: string | undefined): WalletClash | undefined => {
    const bound = wallets.get(key.accountId);
    if (uid === undefined || bound?.uid === uid) return undefined;
    if (bound !== undefined) return { clash: 'differs', uid: bound.uid };
    const known = [...wallets.values()].find(
      (one) => one.uid === uid && one.key.userId === key.userId && one.key.mode === key.mode,
    );
    const name = accounts.find(({ id }) => id === known?.key.accountId)?.name;
    return known && { clash: 'known', accountName: name ?? known.key.accountId };
  };
  const bind = (key: ExchangeKey, uid: string | undefined): void => {
    if (uid !== undefined) wallets.set(key.accountId, { key, uid });
  };
  const others = (id: string): Kept[] => [...kept.values()].filter((one) => one.key.id !== id);
  const isKnown = (key: ExchangeKey, digest: string): boolean =>
    others(key.id).some(
      (one) => one.key.userId === key.userId && one.key.mode === key.mode && one.secret.apiKeyDigest === digest,
    );
  return {
    ...{ audit, kept, accounts, strategies },
    async list(userId, { limit, cursor = BEFORE_FIRST }) {
      const keys = [...kept.values()].map((one) => one.key).filter((key) => key.userId === userId && key.id < cursor);
      return cutPage(
        keys.sort((a, b) => (a.id < b.id ? 1 : -1)),
        limit,
      );
    },
    find: async (userId, id) => find(userId, id)?.key,
    findOfAccount: async (userId, accountId) =>
      [...kept.values()].map((one) => one.key).find((key) => key.userId === userId && key.accountId === accountId),
    findSecret: async (userId, id) => find(userId, id)?.secret,
    async add({ key, secret, newAccount, uid }, entry) {
      const taken = accounts.some((one) => one.userId === newAccount?.userId && one.name === newAccount.name);
      if (taken) return 'account_name_taken';
      if (others(key.id).some((one) => one.key.accountId === key.accountId)) return 'account_has_key';
      if (isKnown(key, secret.apiKeyDigest)) return 'key_known';
      const clash = clashOf(key, uid);
      if (clash !== undefined) return clash;
      bind(key, uid);
      if (newAccount !== undefined) accounts.push(newAccount);
      kept.set(key.id, { key, secret });
      audit.push(entry);
      return 'added';
    },
    async replace(userId, id, { secret, fields, uid }, entry) {
      const one = find(userId, id);
      if (one === undefined) return 'not_found';
      if (isKnown(one.key, secret.apiKeyDigest)) return 'key_known';
      const clash = clashOf(one.key, uid);
      if (clash !== undefined) return clash;
      bind(one.key, uid);
      const renewed = { status: 'active', lastTest: { outcome: 'passed' }, replacedAt: fields.lastTestedAt } as const;
      const key: ExchangeKey = { ...one.key, ...fields, ...renewed };
      kept.set(id, { key, secret });
      audit.push(entry);
      return key;
    },
    async noteTest(userId, id, { apiKeyDigest, at, result, permissions, status, uid }, entry) {
      const one = find(userId, id);
      if (one === undefined || one.secret.apiKeyDigest !== apiKeyDigest) return one?.key;
      const found = { ...(permissions && { permissions }), ...(status && { status }) };
      one.key = { ...one.key, ...found, lastTestedAt: at, lastTest: result };
      if (!wallets.has(one.key.accountId) && clashOf(one.key, uid) === undefined) bind(one.key, uid);
      audit.push(entry);
      return one.key;
    },
    async remove(userId, id, entry) {
      const one = find(userId, id);
      if (one === undefined) return { outcome: 'not_found' };
      const trading = strategies.get(one.key.accountId) ?? [];
      if (trading.length > 0) return { outcome: 'in_use', strategies: trading };
      kept.delete(id);
      audit.push(entry);
      return { outcome: 'removed' };
    },
    async reseal({ version, afterId, limit }, seal) {
      const due = [...kept.values()]
        .filter(({ key, secret }) => secret.keyVersion < version && key.id > afterId)
        .sort((a, b) => (a.key.id < b.key.id ? -1 : 1))
        .slice(0, limit);
      const failed: string[] = [];
      for (const one of due) {
        try {
          const next = await seal({ id: one.key.id, place: one.key, ...one.secret });
          one.secret = { ...one.secret, ...next };
        } catch (error) {
          if (!(error instanceof AppError && error.code === 'secret_unreadable')) throw error;
          failed.push(one.key.id);
        }
      }
      const lastId = due.at(-1)?.key.id;
      return { resealed: due.length - failed.length, failed, ...(lastId === undefined ? {} : { lastId }) };
    },
    countOlder: async (version) => [...kept.values()].filter(({ secret }) => secret.keyVersion < version).length,
  };
}
