import * as z from 'zod';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { listRiskLimits } from '../../../../shared/risk/list-risk-limits.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { riskLimitsSchema, riskLimitsView } from './risk-limits-view.ts';

export const listRiskLimitsRoute = userRoute({
  method: 'GET',
  path: `${BASE}/risk-limits`,
  name: 'listRiskLimits',
  tag: 'Risk',
  summary: 'Limits of the user, of accounts, strategies and symbols',
  responses: { 200: { description: 'All that are set', schema: z.object({ items: z.array(riskLimitsSchema) }) } },
  async handle(deps: Pick<ApiDeps, 'riskLimits' | 'strategies'>, { caller }) {
    return answer(200, { items: (await listRiskLimits(deps, caller)).map(riskLimitsView) });
  },
});
