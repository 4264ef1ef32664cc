import * as z from 'zod';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { SEVERITIES } from '../../../../shared/notifications/notification.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { pageFields, pageOf } from '../../fields.ts';
import { pageView } from '../../page-view.ts';
import { notificationSchema, notificationView } from './notification-view.ts';

const query = z.strictObject({
  ...pageFields,
  severity: z.enum(SEVERITIES).optional(),
  read: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Those that were read, or those that were not'),
});

export const listNotifications = userRoute({
  method: 'GET',
  path: `${BASE}/notifications`,
  name: 'listNotifications',
  tag: 'Notifications',
  summary: 'What you were told, newest first',
  query,
  responses: { 200: { description: 'A page of notifications', schema: pageOf(notificationSchema) } },
  async handle({ notifications }: Pick<ApiDeps, 'notifications'>, { caller, query: { read, ...filter } }) {
    const page = await notifications.list(caller.userId, {
      ...filter,
      ...(read === undefined ? {} : { isRead: read }),
    });
    return answer(200, pageView(page, notificationView));
  },
});
