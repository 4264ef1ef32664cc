import type { Account } from './account.ts';
import type { AccountStore } from './store.ts';

export function memoryAccountStore(accounts: readonly Account[]): AccountStore {
  const ofUser = (userId: string) =>
    accounts.filter((one) => one.userId === userId).sort((a, b) => (a.id < b.id ? 1 : -1));
  return {
    list: async (userId) => ofUser(userId),
    find: async (userId, id) => ofUser(userId).find((one) => one.id === id),
    listAll: async () => [...accounts],
  };
}
