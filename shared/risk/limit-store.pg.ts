import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { readLimits, writeLimits } from '../limits/limits-json.ts';
import type { KeptLimits, RiskLimitStore } from './limit-store.ts';

type LimitRow = {
  scope: KeptLimits['scope'];
  subject: string;
  limits: unknown;
  updated_by: string;
  updated_at: Date;
};

export function pgRiskLimitStore(pool: Pool): RiskLimitStore {
  return {
    list: (userId) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<LimitRow>(
          `select scope, subject, limits, updated_by, updated_at from risk_limits where user_id = $1
           order by scope, subject`,
          [userId],
        );
        return rows.map(toKept);
      }),
    set: (userId, kept, auditOf) =>
      inTransaction(pool, async (database) => {
        const { rows } = await database.query<{ limits: unknown }>(
          'select limits from risk_limits where user_id = $1 and scope = $2 and subject = $3 for update',
          [userId, kept.scope, kept.subject],
        );
        await replace(database, userId, kept);
        await insertAudit(database, auditOf(readLimits(rows[0]?.limits ?? {})));
      }),
  };
}

/** No limits at all are no row. */
async function replace(database: Database, userId: string, kept: KeptLimits): Promise<void> {
  const { scope, subject, limits, updatedBy, updatedAt } = kept;
  if (Object.keys(limits).length === 0) {
    await database.query('delete from risk_limits where user_id = $1 and scope = $2 and subject = $3', [
      userId,
      scope,
      subject,
    ]);
    return;
  }
  await database.query(
    `insert into risk_limits (user_id, scope, subject, limits, updated_by, updated_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (user_id, scope, subject) do update set limits = excluded.limits, updated_by = excluded.updated_by,
       updated_at = excluded.updated_at`,
    [userId, scope, subject, writeLimits(limits), updatedBy, updatedAt],
  );
}

function toKept(row: LimitRow): KeptLimits {
  return {
    scope: row.scope,
    subject: row.subject,
    limits: readLimits(row.limits),
    updatedBy: row.updated_by,
    updatedAt: row.updated_at,
  };
}
