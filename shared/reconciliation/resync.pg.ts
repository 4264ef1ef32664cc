import type { Database } from '../database/pool.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import { CLOSED_STATUSES } from '../orders/order.ts';
import type { Whose } from './store.ts';

const REASON = 'The exchange knows more of this order than its end as it was kept here: it is looked up again';

/** The statements of one transaction; the lane does the rest. */
export async function resyncOrders(
  database: Database,
  account: Whose,
  { clientOrderIds, newId, at }: { clientOrderIds: readonly string[]; newId: NewId; at: Date },
): Promise<void> {
  const { rows } = await database.query<{ id: string; status: string }>(
    `select id, status from orders where account_id = $1 and user_id = $2 and client_order_id = any($3)
       and status = any($4) for update`,
    [account.id, account.userId, clientOrderIds, CLOSED_STATUSES],
  );
  for (const { id, status } of rows) {
    await database.query(`update orders set status = 'open', reason = $2, updated_at = $3 where id = $1`, [
      id,
      REASON,
      at,
    ]);
    await database.query(
      `insert into events (id, user_id, alert_id, step, order_id, name, detail, at)
       select $2, o.user_id, o.alert_id, s.step, o.id, 'order_reopened', $3, $4 from orders o join signals s on s.id = o.signal_id
       where o.id = $1`,
      [id, newId('evt'), JSON.stringify({ before: status, reason: REASON }), at],
    );
  }
  await database.query(
    `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
     select distinct o.account_id || ':' || o.market || ':' || o.symbol, 'sync_order', o.user_id, o.alert_id, s.step, now(), now()
     from orders o join signals s on s.id = o.signal_id
     where o.account_id = $1 and o.user_id = $2 and o.client_order_id = any($3)
     on conflict (alert_id, step, kind) do nothing`,
    [account.id, account.userId, clientOrderIds],
  );
}
