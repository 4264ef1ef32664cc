import { type Pool, whileAvailable } from '../database/pool.pg.ts';

/**
 * Has every plan in force looked at: what a crash left half done is made whole, a stop that should have moved to the entry
 * moves, and what is missing is missed. Work that waits already is not put twice. @returns how many were added
 */
export async function queueProtections(pool: Pool): Promise<number> {
  const { rowCount } = await whileAvailable(() =>
    pool.query(
      `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
       select account_id || ':' || market || ':' || symbol, 'protect', user_id, alert_id, step, now(), now()
       from protections where ended_at is null
       on conflict (alert_id, step, kind) do nothing`,
    ),
  );
  return rowCount ?? 0;
}
