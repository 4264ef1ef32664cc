import type { AuditEntry } from '../audit/audit.ts';
import type { Account } from './account.ts';
import type { AccountStore } from './store.ts';

export function memoryAccountStore(accounts: readonly Account[]): AccountStore & { readonly audit: AuditEntry[] } {
  const kept = new Map(accounts.map((account) => [account.id, account]));
  const audit: AuditEntry[] = [];
  const ofUser = (userId: string) =>
    [...kept.values()].filter((one) => one.userId === userId).sort((a, b) => (a.id < b.id ? 1 : -1));
  return {
    audit,
    list: async (userId) => ofUser(userId),
    find: async (userId, id) => ofUser(userId).find((one) => one.id === id),
    async setSettings(userId, id, settings, entry) {
      const account = ofUser(userId).find((one) => one.id === id);
      if (account === undefined) return false;
      kept.set(id, { ...account, settings });
      audit.push(entry);
      return true;
    },
    listAll: async () => [...kept.values()],
  };
}
