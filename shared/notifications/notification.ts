/**
 * `info`: worth knowing · `warning`: worth a look · `alarm`: money may be at stake until somebody has looked
 */
export const SEVERITIES = ['info', 'warning', 'alarm'] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * - `position_unprotected`: a position is without an order that should protect it
 * - `position_drift`: an alert comes from another position than ours; its entry may wait for an answer
 * - `trading_stopped`: a limit on losses, or a difference to the exchange, has slowed or halted an account
 * - `account_differs`, `account_agrees`: our books and the exchange's differ for a while, and do no more
 * - `exit_delayed`: an exit has not gone through for a while, and is tried further
 * - `not_carried_out`: a signal was given up, because it could not be carried out
 * - `order_unclear`: whether the exchange has an order cannot be told, and it was given up
 * - `exchange_unreachable`, `exchange_reached`: an account cannot be compared with its exchange, and can again
 */
export const NOTIFICATION_KINDS = [
  'position_unprotected',
  'position_drift',
  'trading_stopped',
  'account_differs',
  'account_agrees',
  'exit_delayed',
  'not_carried_out',
  'order_unclear',
  'exchange_unreachable',
  'exchange_reached',
] as const;
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
