import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import type { TradingState, TradingStateName } from './risk.ts';
import type { TradingStateStore } from './trading-state-store.ts';

export type TradingStateRow = {
  state: TradingStateName;
  reason: string | null;
  set_by: string;
  set_at: Date;
  expires_at: Date | null;
};

export function pgTradingStateStore(pool: Pool): TradingStateStore {
  return {
    find: (userId) => whileAvailable(() => findTradingState(pool, userId)),
    set: (userId, state, audit) =>
      inTransaction(pool, async (database) => {
        await database.query(
          `insert into trading_states (user_id, state, reason, set_by, set_at, expires_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (user_id) do update set state = excluded.state, reason = excluded.reason,
             set_by = excluded.set_by, set_at = excluded.set_at, expires_at = excluded.expires_at`,
          [userId, state.state, state.reason ?? null, state.setBy, state.setAt, state.expiresAt ?? null],
        );
        await insertAudit(database, audit);
      }),
  };
}

/** For others that read it inside a transaction of theirs. */
export async function findTradingState(database: Database, userId: string): Promise<TradingState | undefined> {
  const { rows } = await database.query<TradingStateRow>(
    'select state, reason, set_by, set_at, expires_at from trading_states where user_id = $1',
    [userId],
  );
  return rows[0] && toTradingState(rows[0]);
}

export function toTradingState(row: TradingStateRow): TradingState {
  return {
    state: row.state,
    setBy: row.set_by,
    setAt: row.set_at,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
  };
}
