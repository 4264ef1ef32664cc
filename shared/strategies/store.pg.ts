import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { isUniqueViolation } from '../database/unique-violation.ts';
import { writeLimits } from '../limits/limits-json.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import { holdsOf } from './holds.pg.ts';
import type { StrategyChange, StrategyStore } from './store.ts';
import type { Strategy } from './strategy.ts';
import { writeSizing } from './strategy-columns.ts';
import { STRATEGY_COLUMNS, type StrategyRow, toStrategy } from './strategy-row.ts';

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
  await database.query(
    `insert into strategies (id, user_id, account_id, name, status, mode, default_market, side_rule, sizing,
       size_from_alert, symbol_map, limits, hook_token_digest, hook_token_hint, created_at, updated_at,
       on_drift, drift_answer_seconds, on_difference, margin_type)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      strategy.id,
      strategy.userId,
      strategy.accountId,
      strategy.name,
      strategy.status,
      strategy.mode,
      strategy.defaultMarket,
      strategy.sideRule,
      writeSizing(strategy.sizing),
      strategy.sizeFromAlert,
      JSON.stringify(strategy.symbolMap),
      writeLimits(strategy.limits),
      hookTokenDigest,
      strategy.hookTokenHint,
      strategy.createdAt,
      strategy.updatedAt,
      strategy.onDrift,
      strategy.driftAnswerSeconds,
      strategy.onDifference,
      strategy.marginType,
    ],
  );
}

async function applyChange(database: Database, { strategy, hookToken, audit }: StrategyChange): Promise<void> {
  await database.query(
    `update strategies set name = $3, account_id = $4, status = $5, mode = $6, default_market = $7, side_rule = $8,
       sizing = $9, size_from_alert = $10, symbol_map = $11, limits = $12, updated_at = $13,
       on_drift = $14, drift_answer_seconds = $15, on_difference = $16, margin_type = $17
     where user_id = $1 and id = $2`,
    [
      strategy.userId,
      strategy.id,
      strategy.name,
      strategy.accountId,
      strategy.status,
      strategy.mode,
      strategy.defaultMarket,
      strategy.sideRule,
      writeSizing(strategy.sizing),
      strategy.sizeFromAlert,
      JSON.stringify(strategy.symbolMap),
      writeLimits(strategy.limits),
      strategy.updatedAt,
      strategy.onDrift,
      strategy.driftAnswerSeconds,
      strategy.onDifference,
      strategy.marginType,
    ],
  );
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
