import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { notificationSchema, notificationView } from './notification-view.ts';

export const markNotificationRead = userRoute({
  method: 'POST',
  path: `${BASE}/notifications/{id}/read`,
  name: 'markNotificationRead',
  tag: 'Notifications',
  summary: 'Mark a notification as read',
  params: idParams,
  responses: { 200: { description: 'The notification', schema: notificationSchema } },
  problems: NOT_FOUND,
  async handle({ notifications }: Pick<ApiDeps, 'notifications'>, { caller, params: { id } }) {
    const notification = await notifications.markRead(caller.userId, id);
    if (notification === undefined) return refuse(404, 'not_found', `You have no notification "${id}"`);
    return answer(200, notificationView(notification));
  },
});

export const markAllNotificationsRead = userRoute({
  method: 'POST',
  path: `${BASE}/notifications/read-all`,
  name: 'markAllNotificationsRead',
  tag: 'Notifications',
  summary: 'Mark all notifications as read',
  responses: { 200: { description: 'How many were unread', schema: z.object({ marked: z.int() }) } },
  async handle({ notifications }: Pick<ApiDeps, 'notifications'>, { caller }) {
    return answer(200, { marked: await notifications.markAllRead(caller.userId) });
  },
});
