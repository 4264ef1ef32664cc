import type { Database } from '../database/pool.pg.ts';
import type { Notification } from './notification.ts';
import { NOTIFICATION_COLUMNS, notificationRow } from './notification-row.ts';

/** Called with the connection of the transaction that makes what it tells of. */
export async function insertNotification(database: Database, notification: Notification): Promise<void> {
  await database.query(
    `insert into notifications (${NOTIFICATION_COLUMNS}) select ${NOTIFICATION_COLUMNS}
     from jsonb_populate_record(null::notifications, $1::jsonb)`,
    [JSON.stringify(notificationRow(notification))],
  );
}
