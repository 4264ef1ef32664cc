import type { UserStore } from './store.ts';
import type { User } from './user.ts';

export function memoryUserStore(users: readonly User[]): UserStore {
  return { find: async (id) => users.find((user) => user.id === id) };
}
