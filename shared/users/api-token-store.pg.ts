import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { ApiToken } from './api-token.ts';
import type { ApiTokenStore } from './api-token-store.ts';

type ApiTokenRow = {
  id: string;
  user_id: string;
  name: string;
  hint: string;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
};

const COLUMNS = 'id, user_id, name, hint, created_at, last_used_at, expires_at, revoked_at';

export function pgApiTokenStore(pool: Pool): ApiTokenStore {
  return {
    async findActive(digest, now) {
      const [token] = await select(
        pool,
        'where digest = $1 and revoked_at is null and (expires_at is null or expires_at > $2)',
        [digest, now],
      );
      return token;
    },
    async touch(id, at) {
      await whileAvailable(() => pool.query('update api_tokens set last_used_at = $2 where id = $1', [id, at]));
    },
    async list(userId, { limit, cursor = BEFORE_FIRST }) {
      const values = [userId, cursor, limit + 1];
      return cutPage(await select(pool, 'where user_id = $1 and id < $2 order by id desc limit $3', values), limit);
    },
    add: (token, digest, audit) =>
      inTransaction(pool, async (database) => {
        await insertApiToken(database, token, digest);
        await insertAudit(database, audit);
      }),
    revoke: (userId, id, at, audit) =>
      inTransaction(pool, async (database) => {
        const { rowCount } = await database.query(
          'update api_tokens set revoked_at = $3 where user_id = $1 and id = $2 and revoked_at is null',
          [userId, id, at],
        );
        if (rowCount === 1) await insertAudit(database, audit);
        const [token] = await select(database, 'where user_id = $1 and id = $2', [userId, id]);
        return token;
      }),
  };
}

/** Called inside the transaction that also keeps the audit entry. */
export async function insertApiToken(database: Database, token: ApiToken, digest: string): Promise<void> {
  await database.query(
    'insert into api_tokens (id, user_id, name, digest, hint, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [token.id, token.userId, token.name, digest, token.hint, token.createdAt, token.expiresAt ?? null],
  );
}

async function select(database: Database, rest: string, values: unknown[]): Promise<ApiToken[]> {
  const { rows } = await whileAvailable(() =>
    database.query<ApiTokenRow>(`select ${COLUMNS} from api_tokens ${rest}`, values),
  );
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    name: row.name,
    hint: row.hint,
    createdAt: row.created_at,
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
  }));
}
