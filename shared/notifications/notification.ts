/**
 * `info`: worth knowing · `warning`: worth a look · `alarm`: money may be at stake until somebody has looked
 */
export const SEVERITIES = ['info', 'warning', 'alarm'] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * - `position_unprotected`: a position is without an order that should protect it
 * - `trading_stopped`: a limit on losses has slowed or halted an account
 */
export const NOTIFICATION_KINDS = ['position_unprotected', 'trading_stopped'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What somebody has to be told, as those say who find it. Never with a secret in it. */
export type NewNotification = {
  kind: NotificationKind;
  severity: Severity;
  /** One sentence with the names and figures that it is about. */
  title: string;
  detail: Readonly<Record<string, unknown>>;
  accountId?: string;
  strategyId?: string;
  alertId?: string;
};

export type Notification = NewNotification & {
  id: string;
  userId: string;
  createdAt: Date;
  readAt?: Date;
};
