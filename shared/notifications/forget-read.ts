import type { Clock } from '../time/clock.ts';
import type { NotificationStore } from './store.ts';

const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** What was read a quarter of a year ago is in the timeline and in the audit as well. Unread ones stay. */
export function forgetReadNotifications(deps: { notifications: NotificationStore; now: Clock }): Promise<number> {
  return deps.notifications.forgetRead(new Date(deps.now().getTime() - KEPT_DAYS * DAY_MS));
}
