import { type Database, whileAvailable } from '../database/pool.pg.ts';
import type { UserStore } from './store.ts';
import type { User } from './user.ts';

type UserRow = { id: string; email: string; role: User['role']; created_at: Date };

export function pgUserStore(database: Database): UserStore {
  return {
    async find(id) {
      const { rows } = await whileAvailable(() =>
        database.query<UserRow>('select id, email, role, created_at from users where id = $1', [id]),
      );
      const row = rows[0];
      return row && { id: row.id, email: row.email, role: row.role, createdAt: row.created_at };
    },
  };
}
