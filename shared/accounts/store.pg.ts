import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import type { Account } from './account.ts';
import type { AccountStore } from './store.ts';

export type AccountRow = {
  id: string;
  user_id: string;
  exchange: Account['exchange'];
  mode: Account['mode'];
  name: string;
  settings: Record<string, unknown>;
  created_at: Date;
};

const COLUMNS = 'id, user_id, exchange, mode, name, settings, created_at';

export function pgAccountStore(pool: Pool): AccountStore {
  return {
    list: (userId) => select(pool, 'where user_id = $1 order by id desc', [userId]),
    async find(userId, id) {
      const [account] = await select(pool, 'where user_id = $1 and id = $2', [userId, id]);
      return account;
    },
    setSettings: (userId, id, settings, audit) =>
      inTransaction(pool, async (database) => {
        const { rowCount } = await database.query('update accounts set settings = $3 where user_id = $1 and id = $2', [
          userId,
          id,
          JSON.stringify(settings),
        ]);
        if (rowCount === 1) await insertAudit(database, audit);
        return rowCount === 1;
      }),
    listAll: () => select(pool, 'order by id', []),
  };
}

async function select(database: Database, rest: string, values: string[]): Promise<Account[]> {
  const { rows } = await whileAvailable(() =>
    database.query<AccountRow>(`select ${COLUMNS} from accounts ${rest}`, values),
  );
  return rows.map(toAccount);
}

export function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    userId: row.user_id,
    exchange: row.exchange,
    mode: row.mode,
    name: row.name,
    settings: row.settings,
    createdAt: row.created_at,
  };
}
