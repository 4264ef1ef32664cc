import type { Pool } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import { insertNotification } from '../notifications/insert-notification.pg.ts';
import type { Lease, Work } from '../queue/work.ts';
import type { Abandoning } from './store.ts';

/**
 * Ends work of which not even the execution can be loaded, with its alert, an event and a notification: all of it or nothing, and only
 * while the lease holds.
 */
export async function abandonWork(
  pool: Pool,
  { at, newId }: { at: Date; newId: NewId },
  { lease, work, rule, reason, notification }: Abandoning & { lease: Lease; work: Work },
): Promise<void> {
  const { userId, alertId, step } = work;
  await inTransaction(pool, async (database) => {
    const { rowCount } = await database.query(
      `delete from work where seq = $3 and kind = 'execute_signal' and exists (
         select 1 from lanes where lane = $1 and lease_token = $2 and leased_until > now() for update)`,
      [lease.lane, lease.token, work.seq],
    );
    if (rowCount !== 1) return;
    await database.query(
      `update alerts set status = 'expired', reason_code = $3, reason = $4, ended_at = $5
       where id = $1 and user_id = $2 and ended_at is null`,
      [alertId, userId, rule, reason, at],
    );
    await database.query(
      `insert into events (id, user_id, alert_id, step, name, detail, at) values ($1, $2, $3, $4, 'expired', $5, $6)`,
      [newId('evt'), userId, alertId, step, { rule, reason }, at],
    );
    await insertNotification(database, { ...notification, id: newId('ntf'), userId, alertId, createdAt: at });
  });
}
