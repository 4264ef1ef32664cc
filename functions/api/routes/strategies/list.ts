import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { pageOf, pageQuery } from '../../fields.ts';
import { pageView } from '../../page-view.ts';
import { strategySchema, strategyView } from './strategy-view.ts';

export const listStrategies = userRoute({
  method: 'GET',
  path: `${BASE}/strategies`,
  name: 'listStrategies',
  tag: 'Strategies',
  summary: 'Strategies, newest first',
  query: pageQuery,
  responses: { 200: { description: 'A page of strategies', schema: pageOf(strategySchema) } },
  async handle({ strategies }: Pick<ApiDeps, 'strategies'>, { caller, query }) {
    return answer(200, pageView(await strategies.list(caller.userId, query), strategyView));
  },
});
