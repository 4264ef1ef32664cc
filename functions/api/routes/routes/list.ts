import * as z from 'zod';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { anId, pageFields, pageOf } from '../../fields.ts';
import { pageView } from '../../page-view.ts';
import { routeSchema, routeView } from './route-view.ts';

const query = z.strictObject({
  ...pageFields,
  key: z.string().optional(),
  strategyId: anId.optional(),
  hookStrategyId: anId.optional(),
});

export const listRoutes = userRoute({
  method: 'GET',
  path: `${BASE}/routes`,
  name: 'listRoutes',
  tag: 'Routes',
  summary: 'What bots and accounts of messages are bound to, newest first',
  query,
  responses: { 200: { description: 'A page of routes', schema: pageOf(routeSchema) } },
  async handle({ routes }: Pick<ApiDeps, 'routes'>, { caller, query }) {
    return answer(200, pageView(await routes.list(caller.userId, query), routeView));
  },
});
