import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import { OPEN_STATUSES, type OrderStatus, RESTING_STATUSES } from './order.ts';

export type QueueSync = {
  userId: string;
  accountId: string;
  clientOrderId: string;
  /** How the order was told to stand. Absent: something happened to it, and nobody said what. */
  told?: { status: OrderStatus; filledQuantity: string };
  /** Whether a lane that is being worked is left alone. */
  isPatient: boolean;
};

/**
 * A look-up that waits already moves to the end of its lane: whoever is carrying it out now may have asked before this was told,
 * and only removes it as the row that it was. A step that has begun and waits to try again holds the lane: it is tried now, which
 * looks up its own orders too.
 */
const QUEUE_SYNC = `
with told as (
  select o.user_id, o.alert_id, s.step, o.status, o.account_id || ':' || o.market || ':' || o.symbol as lane
  from orders o join signals s on s.id = o.signal_id
  where o.user_id = $1 and o.account_id = $2 and o.client_order_id = $3 and o.status = any($7)
    and ($4::text is null or o.status <> $4 or o.filled_quantity < $5::numeric)
),
ready as (
  select * from told where not $6::boolean or not exists (
    select 1 from lanes l where l.lane = told.lane and l.leased_until > now())
),
brought_forward as (
  update work w set due_at = now() from ready r where w.lane = r.lane and w.is_begun and w.due_at > now()
  returning 1
),
queued as (
  insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
  select lane, 'sync_order', user_id, alert_id, step, now(), now() from ready where status = any($8)
  on conflict (alert_id, step, kind) do update set seq = default, due_at = excluded.due_at
  returning 1
)
select case
  when exists (select 1 from queued) or exists (select 1 from brought_forward) then 'queued'
  when exists (select 1 from told) then 'busy' else 'known' end as noticed`;

/**
 * Has an order looked up because the exchange told of it: whatever was told counts for nothing but that. @returns `known` when
 * that is not ours, has ended or is no news; `busy` when its own answer is awaited, or its lane is being worked
 */
export async function queueSync(pool: Pool, sync: QueueSync): Promise<'queued' | 'known' | 'busy'> {
  const { userId, accountId, clientOrderId, told, isPatient } = sync;
  const { rows } = await whileAvailable(() =>
    pool.query<{ noticed: 'queued' | 'known' | 'busy' }>(QUEUE_SYNC, [
      ...[userId, accountId, clientOrderId, told?.status ?? null, told?.filledQuantity ?? null, isPatient],
      ...[OPEN_STATUSES, RESTING_STATUSES],
    ]),
  );
  return rows[0]?.noticed ?? 'known';
}
