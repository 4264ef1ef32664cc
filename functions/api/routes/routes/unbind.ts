import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { unbindRoute } from '../../../../shared/routes/unbind-route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams, idText } from '../../fields.ts';

const unbound = z.object({ id: idText, status: z.literal('unbound') });

export const unbindRouteRoute = userRoute({
  method: 'DELETE',
  path: `${BASE}/routes/{id}`,
  name: 'unbindRoute',
  tag: 'Routes',
  summary: 'Take a route away',
  description:
    'Counts from the next alert on. A hook whose last route is taken away takes all messages for its own strategy.',
  params: idParams,
  responses: { 200: { description: 'It is gone', schema: unbound } },
  problems: NOT_FOUND,
  async handle(deps: Pick<ApiDeps, 'routes' | 'now' | 'newId'>, { caller, params: { id } }) {
    if ((await unbindRoute(deps, { ...caller, id })) === 'not_found')
      return refuse(404, 'not_found', `You have no route "${id}"`);
    return answer(200, { id, status: 'unbound' as const });
  },
});
