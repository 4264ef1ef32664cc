import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { insertNotification } from '../notifications/insert-notification.pg.ts';
import { UNLESS_HALTED } from './halt.sql.ts';
import type { KeptTradingState, TradingStateName } from './trading-state.ts';
import type { NewTradingState, TradingStateStore } from './trading-state-store.ts';

export type TradingStateRow = {
  account_id: string | null;
  source: KeptTradingState['source'];
  state: TradingStateName;
  reason: string | null;
  set_by: string;
  set_at: Date;
  expires_at: Date | null;
};

export function pgTradingStateStore(pool: Pool): TradingStateStore {
  return {
    list: (userId) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<TradingStateRow>(
          'select account_id, source, state, reason, set_by, set_at, expires_at from trading_states where user_id = $1',
          [userId],
        );
        return rows.map(toTradingState);
      }),
    set: (userId, state, audit) =>
      inTransaction(pool, async (database) => {
        await moveOn(database, userId);
        await writeState(database, userId, { state, onConflict: IN_ITS_PLACE });
        if (state.source === 'person' && state.state === 'active') await takeBack(database, userId, state.accountId);
        await insertAudit(database, audit);
      }),
    halt: (userId, state, { audit, notification }) =>
      inTransaction(pool, async (database) => {
        await moveOn(database, userId);
        const isNew = await writeState(database, userId, { state, onConflict: UNLESS_HALTED });
        if (!isNew) return false;
        await insertAudit(database, audit);
        await insertNotification(database, notification);
        return true;
      }),
  };
}

const IN_ITS_PLACE = `on conflict (user_id, account_id, source) do update set state = excluded.state,
    reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at, expires_at = excluded.expires_at`;

/** Waits for entries that are being kept; those that were decided before and come after are not kept. */
async function moveOn(database: Database, userId: string): Promise<void> {
  await database.query('update users set trading_version = trading_version + 1 where id = $1', [userId]);
}

async function writeState(
  database: Database,
  userId: string,
  { state, onConflict }: { state: NewTradingState; onConflict: string },
): Promise<boolean> {
  const { rowCount } = await database.query(
    `insert into trading_states (user_id, account_id, source, state, reason, set_by, set_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) ${onConflict}`,
    [
      userId,
      state.accountId ?? null,
      state.source,
      state.state,
      state.reason ?? null,
      state.setBy,
      state.setAt,
      state.expiresAt ?? null,
    ],
  );
  return rowCount === 1;
}

/** What was set without a person, and the peak that loss limits are measured from. */
async function takeBack(database: Database, userId: string, accountId: string | undefined): Promise<void> {
  await database.query(
    `delete from trading_states where user_id = $1 and source <> 'person' and ($2::text is null or account_id = $2)`,
    [userId, accountId ?? null],
  );
  await database.query(
    `delete from equity_peaks where account_id in (
       select id from accounts where user_id = $1 and ($2::text is null or id = $2))`,
    [userId, accountId ?? null],
  );
}

export function toTradingState(row: TradingStateRow): KeptTradingState {
  return {
    source: row.source,
    state: row.state,
    setBy: row.set_by,
    setAt: row.set_at,
    ...(row.account_id === null ? {} : { accountId: row.account_id }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
  };
}
