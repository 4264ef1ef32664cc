import type { NewId } from '../ids/new-id.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { Clock } from '../time/clock.ts';
import type { Notification } from './notification.ts';
import type { NotificationStore } from './store.ts';

export function memoryNotificationStore(deps: { now: Clock; newId: NewId }): NotificationStore {
  const kept: Notification[] = [];
  const ofUser = (userId: string): Notification[] => kept.filter((one) => one.userId === userId);
  return {
    async keep(userId, told) {
      const notification = { ...told, id: deps.newId('ntf'), userId, createdAt: deps.now() };
      kept.push(notification);
      return notification;
    },
    async list(userId, { limit, cursor = BEFORE_FIRST, severity, isRead }) {
      const found = ofUser(userId).filter(
        (one) =>
          one.id < cursor &&
          (severity === undefined || one.severity === severity) &&
          (isRead === undefined || (one.readAt !== undefined) === isRead),
      );
      return cutPage(
        found.sort((a, b) => (a.id < b.id ? 1 : -1)),
        limit,
      );
    },
    async markRead(userId, id) {
      const found = ofUser(userId).find((one) => one.id === id);
      if (found !== undefined) found.readAt ??= deps.now();
      return found;
    },
    async markAllRead(userId) {
      const unread = ofUser(userId).filter(({ readAt }) => readAt === undefined);
      for (const one of unread) one.readAt = deps.now();
      return unread.length;
    },
    async forgetRead(before) {
      const old = kept.filter(({ readAt }) => readAt !== undefined && readAt < before);
      for (const one of old) kept.splice(kept.indexOf(one), 1);
      return old.length;
    },
  };
}
