import * as z from 'zod';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { idText, instantText, pageOf, pageQuery } from '../../fields.ts';
import { pageView } from '../../page-view.ts';

const entry = z
  .object({
    id: idText,
    at: instantText,
    actor: z.string().describe('The API token that was used, or the part of the service that acted'),
    action: z.string(),
    subject: z.string().describe('The id of what was changed'),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

export const listAudit = userRoute({
  method: 'GET',
  path: `${BASE}/audit`,
  name: 'listAudit',
  tag: 'Access',
  summary: 'Who changed what, newest first',
  query: pageQuery,
  responses: { 200: { description: 'A page of changes', schema: pageOf(entry) } },
  async handle({ audit }: Pick<ApiDeps, 'audit'>, { caller, query }) {
    const page = await audit.list(caller.userId, query);
    return answer(
      200,
      pageView(page, ({ userId: _, ...one }) => toJson(one)),
    );
  },
});
