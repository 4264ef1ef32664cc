import * as z from 'zod';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { pageFields, pageOf } from '../../fields.ts';
import { pageView } from '../../page-view.ts';
import { positionSchema, positionView } from './position-view.ts';

const query = z.strictObject({ ...pageFields, status: z.enum(['open', 'closed', 'all']).default('open') });

export const listPositions = userRoute({
  method: 'GET',
  path: `${BASE}/positions`,
  name: 'listPositions',
  tag: 'Positions',
  summary: 'What is held, newest first',
  description: 'One position for each time from flat back to flat, marked to the last known price.',
  query,
  responses: { 200: { description: 'A page of positions', schema: pageOf(positionSchema) } },
  async handle({ positions }: Pick<ApiDeps, 'positions'>, { caller, query }) {
    return answer(200, pageView(await positions.list(caller.userId, query), positionView));
  },
});
