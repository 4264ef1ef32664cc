import * as z from 'zod';
import { toJson } from '../../../../shared/http/to-json.ts';
import { NOTIFICATION_KINDS, type Notification, SEVERITIES } from '../../../../shared/notifications/notification.ts';
import { idText, instantText } from '../../fields.ts';

export const notificationSchema = z
  .object({
    id: idText,
    kind: z.enum(NOTIFICATION_KINDS),
    severity: z.enum(SEVERITIES).describe('`alarm`: money may be at stake until somebody has looked'),
    title: z.string().describe('One sentence with the names and figures that it is about'),
    detail: z.record(z.string(), z.unknown()),
    accountId: idText.optional(),
    strategyId: idText.optional(),
    alertId: idText.optional(),
    createdAt: instantText,
    readAt: instantText.nullable(),
  })
  .meta({ id: 'Notification' });

export function notificationView({ userId: _, readAt, ...notification }: Notification) {
  return toJson({ ...notification, readAt: readAt ?? null });
}
