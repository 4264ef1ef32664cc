import * as z from 'zod';
import { ALERT_STATUSES } from '../../../../shared/alerts/alert.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { anId, instant, pageFields, pageOf, symbolName } from '../../fields.ts';
import { pageView } from '../../page-view.ts';
import { alertSchema, alertView } from './alert-view.ts';

const query = z.strictObject({
  ...pageFields,
  status: z.enum(ALERT_STATUSES).optional(),
  strategyId: anId.optional(),
  symbol: symbolName.optional().describe('As it was traded'),
  from: instant.optional().describe('Received then or later'),
  to: instant.optional().describe('Received before'),
});

export const listAlerts = userRoute({
  method: 'GET',
  path: `${BASE}/alerts`,
  name: 'listAlerts',
  tag: 'Alerts',
  summary: 'Alerts, newest first',
  query,
  responses: { 200: { description: 'A page of alerts', schema: pageOf(alertSchema) } },
  async handle({ archive }: Pick<ApiDeps, 'archive'>, { caller, query }) {
    return answer(200, pageView(await archive.list(caller.userId, query), alertView));
  },
});
