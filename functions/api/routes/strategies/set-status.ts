import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { setStrategyStatus } from '../../../../shared/strategies/set-strategy-status.ts';
import type { Strategy } from '../../../../shared/strategies/strategy.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { type ApiRoute, BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { refuseStrategy } from './refuse-strategy.ts';
import { strategySchema, strategyView } from './strategy-view.ts';

export const enableStrategy = statusRoute('enable', 'enabled', 'Let a strategy trade again');
export const disableStrategy = statusRoute('disable', 'disabled', 'Keep a strategy from opening anything more');

function statusRoute(verb: 'enable' | 'disable', status: Strategy['status'], summary: string): ApiRoute {
  return userRoute({
    method: 'POST',
    path: `${BASE}/strategies/{id}/${verb}`,
    name: `${verb}Strategy`,
    tag: 'Strategies',
    summary,
    description: 'Its alerts are kept either way, and what it holds can be closed either way.',
    params: idParams,
    responses: { 200: { description: 'The strategy', schema: strategySchema } },
    problems: status === 'enabled' ? { ...NOT_FOUND, 409: 'Its mode needs a key, which its account lacks' } : NOT_FOUND,
    async handle(deps: Pick<ApiDeps, 'strategies' | 'hasActiveKey' | 'now' | 'newId'>, { caller, params: { id } }) {
      const set = await setStrategyStatus(deps, { ...caller, id, status });
      switch (set.outcome) {
        case 'updated':
          return answer(200, strategyView(set.strategy));
        case 'not_found':
          return refuse(404, 'not_found', `You have no strategy "${id}"`);
        case 'refused':
          return refuseStrategy(set);
      }
    },
  });
}
