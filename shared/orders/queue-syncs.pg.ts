import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import { RESTING_STATUSES } from './order.ts';

/**
 * Puts one piece of work into the lane of every signal whose orders rest, so that they are asked about in turn with whatever
 * else happens there. Work that waits already is not put twice.
 * @returns how many were added
 */
export async function queueSyncs(pool: Pool): Promise<number> {
  const { rowCount } = await whileAvailable(() =>
    pool.query(
      `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
       select distinct o.account_id || ':' || o.market || ':' || o.symbol, 'sync_order', o.user_id, o.alert_id, s.step, now(), now()
       from orders o join signals s on s.id = o.signal_id
       where o.status = any($1)
       on conflict (alert_id, step, kind) do nothing`,
      [RESTING_STATUSES],
    ),
  );
  return rowCount ?? 0;
}
