import type { Pool } from '../../shared/database/pool.pg.ts';
import { NOW } from '../support/fixed.ts';

/** Writes the rows that books in Postgres refer to. */
export function paperAccounts(pool: Pool): {
  add(accountId: string, settings: Record<string, unknown>): Promise<void>;
} {
  return {
    async add(accountId, settings) {
      await pool.query(
        `insert into users (id, email, password_hash, role, created_at)
         values ('usr_1', 'owner@example.com', 'none', 'owner', $1) on conflict do nothing`,
        [NOW],
      );
      await pool.query(
        `insert into accounts (id, user_id, exchange, mode, name, settings, created_at)
         values ($1, 'usr_1', 'paper', 'paper', $1, $2, $3)`,
        [accountId, settings, NOW],
      );
    },
  };
}
