import * as z from 'zod';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { idText, instantText } from '../../fields.ts';
import { doorFields, KEY } from './route-view.ts';

const DEFAULT_DAYS = 7;
const MOST_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1_000;

const query = z.strictObject({
  days: z.coerce.number().int().min(1).max(MOST_DAYS).default(DEFAULT_DAYS).describe('How far back to look'),
});

const unbound = z
  .object({
    key: z.string().describe(KEY),
    ...doorFields,
    dialect: z.string().optional(),
    count: z.int().describe('Alerts that named it, among the latest thousand that named one in vain'),
    lastSeenAt: instantText,
    lastAlertId: idText,
  })
  .meta({ id: 'UnboundRoute' });

export const listUnboundRoutes = userRoute({
  method: 'GET',
  path: `${BASE}/routes/unbound`,
  name: 'listUnboundRoutes',
  tag: 'Routes',
  summary: 'What messages named lately that is bound to nothing',
  description:
    'Each with a strategy makes a route: POST its `key` and `hookStrategyId` with a `strategyId` to /api/v1/routes. ' +
    'Alerts that were refused can be replayed after that.',
  query,
  responses: { 200: { description: 'The latest first', schema: z.object({ items: z.array(unbound) }) } },
  async handle({ routes, now }: Pick<ApiDeps, 'routes' | 'now'>, { caller, query: { days } }) {
    const since = new Date(now().getTime() - days * DAY_MS);
    return answer(200, { items: (await routes.listUnbound(caller.userId, since)).map((one) => toJson(one)) });
  },
});
