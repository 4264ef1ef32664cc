import { conditions } from '../database/conditions.ts';
import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { Clock } from '../time/clock.ts';
import { insertNotification } from './insert-notification.pg.ts';
import { NOTIFICATION_COLUMNS, type NotificationRow, toNotification } from './notification-row.ts';
import type { NotificationFilter, NotificationStore } from './store.ts';

export function pgNotificationStore(pool: Pool, deps: { now: Clock; newId: NewId }): NotificationStore {
  return {
    keep: (userId, notification) =>
      whileAvailable(async () => {
        const kept = { ...notification, id: deps.newId('ntf'), userId, createdAt: deps.now() };
        await insertNotification(pool, kept);
        return kept;
      }),
    list: (userId, filter) =>
      whileAvailable(async () => {
        const { text, values } = listQuery(userId, filter);
        const { rows } = await pool.query<NotificationRow>(text, values);
        return cutPage(rows.map(toNotification), filter.limit);
      }),
    markRead: (userId, id) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<NotificationRow>(
          `update notifications set read_at = coalesce(read_at, $3) where user_id = $1 and id = $2
           returning ${NOTIFICATION_COLUMNS}`,
          [userId, id, deps.now()],
        );
        return rows.map(toNotification)[0];
      }),
    markAllRead: (userId) =>
      whileAvailable(async () => {
        const { rowCount } = await pool.query(
          'update notifications set read_at = $2 where user_id = $1 and read_at is null',
          [userId, deps.now()],
        );
        return rowCount ?? 0;
      }),
    forgetRead: (before) =>
      whileAvailable(async () => {
        const { rowCount } = await pool.query('delete from notifications where read_at < $1', [before]);
        return rowCount ?? 0;
      }),
  };
}

function listQuery(
  userId: string,
  { limit, cursor, severity, isRead }: NotificationFilter,
): { text: string; values: unknown[] } {
  const query = conditions();
  query.add('user_id = ?', userId);
  query.add('id < ?', cursor ?? BEFORE_FIRST);
  if (severity !== undefined) query.add('severity = ?', severity);
  const read = isRead === undefined ? '' : ` and read_at is ${isRead ? 'not null' : 'null'}`;
  const order = `order by id desc limit ${query.value(limit + 1)}`;
  return {
    text: `select ${NOTIFICATION_COLUMNS} from notifications where ${query.where()}${read} ${order}`,
    values: query.values,
  };
}
