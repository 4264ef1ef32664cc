import type { Page, PageRequest } from '../paging/page.ts';
import type { NewNotification, Notification, Severity } from './notification.ts';

export type NotificationFilter = PageRequest & { severity?: Severity; isRead?: boolean };

/** What users have been told. A step of an execution keeps its own with its one statement. */
export interface NotificationStore {
  keep(userId: string, notification: NewNotification): Promise<Notification>;
  /** Newest first. */
  list(userId: string, filter: NotificationFilter): Promise<Page<Notification>>;
  /** Read once stays read, since then. @returns undefined when the user has none of this id */
  markRead(userId: string, id: string): Promise<Notification | undefined>;
  /** @returns how many were unread until now */
  markAllRead(userId: string): Promise<number>;
  /** Forgets what was read before then. @returns how many */
  forgetRead(before: Date): Promise<number>;
}
