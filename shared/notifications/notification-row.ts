import type { Notification, NotificationKind, Severity } from './notification.ts';

export const NOTIFICATION_COLUMNS =
  'id, user_id, kind, severity, title, detail, account_id, strategy_id, alert_id, created_at, read_at';

export type NotificationRow = {
  id: string;
  user_id: string;
  kind: NotificationKind;
  severity: Severity;
  title: string;
  detail: Record<string, unknown>;
  account_id: string | null;
  strategy_id: string | null;
  alert_id: string | null;
  created_at: Date;
  read_at: Date | null;
};

export function notificationRow(notification: Notification): NotificationRow {
  const { id, userId, kind, severity, title, detail, createdAt } = notification;
  return {
    ...{ id, user_id: userId, kind, severity, title, detail, created_at: createdAt },
    account_id: notification.accountId ?? null,
    strategy_id: notification.strategyId ?? null,
    alert_id: notification.alertId ?? null,
    read_at: notification.readAt ?? null,
  };
}

export function toNotification(row: NotificationRow): Notification {
  const { id, kind, severity, title, detail } = row;
  return {
    ...{ id, userId: row.user_id, kind, severity, title, detail, createdAt: row.created_at },
    ...(row.account_id === null ? {} : { accountId: row.account_id }),
    ...(row.strategy_id === null ? {} : { strategyId: row.strategy_id }),
    ...(row.alert_id === null ? {} : { alertId: row.alert_id }),
    ...(row.read_at === null ? {} : { readAt: row.read_at }),
  };
}
