import type { User } from './user.ts';

export interface UserStore {
  find(id: string): Promise<User | undefined>;
}
