import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { strategySchema, strategyView } from './strategy-view.ts';

export const showStrategy = userRoute({
  method: 'GET',
  path: `${BASE}/strategies/{id}`,
  name: 'showStrategy',
  tag: 'Strategies',
  summary: 'One strategy',
  params: idParams,
  responses: { 200: { description: 'The strategy', schema: strategySchema } },
  problems: NOT_FOUND,
  async handle({ strategies }: Pick<ApiDeps, 'strategies'>, { caller, params: { id } }) {
    const strategy = await strategies.find(caller.userId, id);
    if (strategy === undefined) return refuse(404, 'not_found', `You have no strategy "${id}"`);
    return answer(200, strategyView(strategy));
  },
});
