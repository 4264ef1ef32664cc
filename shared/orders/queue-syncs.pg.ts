import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import type { Market } from '../markets/market.ts';
import { RESTING_STATUSES } from './order.ts';

const restingStatuses = RESTING_STATUSES.map((status) => `'${status}'`).join(', ');

/** What is asked for one account is asked because something may have happened just now: see `queue-sync.pg.ts`. */
const QUEUE_SYNCS = `
insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
select distinct on (lane) lane, 'sync_order', user_id, alert_id, step, now(), now() from (
  select o.account_id || ':' || o.market || ':' || o.symbol as lane, o.user_id, o.alert_id, s.step
  from orders o join signals s on s.id = o.signal_id
  where o.status in (${restingStatuses})
    and ($1::text is null or (o.user_id = $1 and o.account_id = $2 and o.market = $3))) as resting
order by lane, alert_id, step
on conflict (alert_id, step, kind) do update set seq = default, due_at = excluded.due_at where $1::text is not null`;

/**
 * Puts one piece of work into every lane in which orders rest, of all users or of one account and market, so that they are asked
 * about in turn with whatever else happens there. Work that waits already is not put twice.
 * @returns how many were added, or moved to the end of their lane
 */
export async function queueSyncs(
  pool: Pool,
  only: { userId: string; accountId: string; market: Market } | undefined = undefined,
): Promise<number> {
  const { rowCount } = await whileAvailable(() =>
    pool.query(QUEUE_SYNCS, [only?.userId ?? null, only?.accountId ?? null, only?.market ?? null]),
  );
  return rowCount ?? 0;
}
