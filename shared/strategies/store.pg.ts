import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { isUniqueViolation } from '../database/unique-violation.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import { holdsOf } from './holds.pg.ts';
import type { StrategyChange, StrategyStore } from './store.ts';
import type { Strategy } from './strategy.ts';
import { changeableColumns, STRATEGY_COLUMNS, type StrategyRow, toStrategy } from './strategy-row.ts';

export function pgStrategyStore(pool: Pool): StrategyStore {
  return {
    async list(userId, { limit, cursor = BEFORE_FIRST }) {
      const rows = await select(pool, 'where user_id = $1 and id < $2 order by id desc limit $3', [
        userId,
        cursor,
        limit + 1,
      ]);
      return cutPage(rows, limit);
    },
    find: (userId, id) => findStrategy(pool, userId, id),
    async add(strategy, hookTokenDigest, audit) {
      const isAdded = await unlessNameTaken(() =>
        inTransaction(pool, async (database) => {
          await insertStrategy(database, strategy, hookTokenDigest);
          await insertAudit(database, audit);
        }),
      );
      return isAdded ? 'added' : 'name_taken';
    },
    async edit(userId, id, change) {
      let edited: Strategy | undefined;
      let holds: string[] = [];
      const isEdited = await unlessNameTaken(() =>
        inTransaction(pool, async (database) => {
          const [current] = await select(database, 'where user_id = $1 and id = $2 for update', [userId, id]);
          if (current === undefined) return;
          const next = change(current);
          edited = next?.strategy ?? current;
          if (edited.accountId !== current.accountId) holds = await holdsOf(database, current);
          if (next !== undefined && holds.length === 0) await applyChange(database, next);
        }),
      );
      if (!isEdited) return { outcome: 'name_taken' };
      if (holds.length > 0) return { outcome: 'busy', holds };
      return edited === undefined ? { outcome: 'not_found' } : { outcome: 'edited', strategy: edited };
    },
  };
}

/** For others that read a strategy inside a transaction of theirs. */
export async function findStrategy(database: Database, userId: string, id: string): Promise<Strategy | undefined> {
  const [strategy] = await select(database, 'where user_id = $1 and id = $2', [userId, id]);
  return strategy;
}

/** Called inside the transaction that also keeps the audit entry. */
export async function insertStrategy(database: Database, strategy: Strategy, hookTokenDigest: string): Promise<void> {
  const columns = {
    id: strategy.id,
    user_id: strategy.userId,
    hook_token_digest: hookTokenDigest,
    hook_token_hint: strategy.hookTokenHint,
    created_at: strategy.createdAt,
    ...changeableColumns(strategy),
  };
  const names = Object.keys(columns);
  await database.query(
    `insert into strategies (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(columns),
  );
}

async function applyChange(database: Database, { strategy, hookToken, audit }: StrategyChange): Promise<void> {
  const columns = changeableColumns(strategy);
  const set = Object.keys(columns).map((name, at) => `${name} = $${at + 3}`);
  await database.query(`update strategies set ${set.join(', ')} where user_id = $1 and id = $2`, [
    strategy.userId,
    strategy.id,
    ...Object.values(columns),
  ]);
  if (hookToken !== undefined)
    await database.query(
      `update strategies set hook_token_digest = $3, hook_token_hint = $4,
         previous_hook_token_digest = case when $5::timestamptz is null then null else hook_token_digest end,
         previous_hook_token_expires_at = $5
       where user_id = $1 and id = $2`,
      [strategy.userId, strategy.id, hookToken.digest, hookToken.hint, hookToken.previousExpiresAt ?? null],
    );
  await insertAudit(database, audit);
}

async function select(database: Database, rest: string, values: unknown[]): Promise<Strategy[]> {
  const { rows } = await whileAvailable(() =>
    database.query<StrategyRow>(`select ${STRATEGY_COLUMNS} from strategies ${rest}`, values),
  );
  return rows.map(toStrategy);
}

async function unlessNameTaken(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isUniqueViolation(error, 'strategies_user_name')) return false;
    throw error;
  }
}
