import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { LIMIT_SCOPES } from '../../../../shared/limits/limits.ts';
import { setRiskLimits } from '../../../../shared/risk/set-risk-limits.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { anId, symbolName } from '../../fields.ts';
import { limitsInRequest } from '../../limit-fields.ts';
import { riskLimitsSchema, riskLimitsView } from './risk-limits-view.ts';

const body = z.strictObject({
  scope: z.enum(LIMIT_SCOPES),
  subject: z
    .union([anId, symbolName], { error: 'must be the id of an account or a strategy, or a symbol such as BTCUSDT' })
    .optional()
    .describe('The account, strategy or symbol; none for the user'),
  limits: z
    .strictObject(limitsInRequest)
    .partial()
    .describe('Takes the place of what was set there; {} takes all away'),
});

export const setRiskLimitsRoute = userRoute({
  method: 'PUT',
  path: `${BASE}/risk-limits`,
  name: 'setRiskLimits',
  tag: 'Risk',
  summary: 'Set the limits of one scope',
  description: 'Counts from the next order on. Limits of a strategy are those that the strategy shows.',
  body,
  responses: { 200: { description: 'What is set there now', schema: riskLimitsSchema } },
  problems: NOT_FOUND,
  async handle(
    deps: Pick<ApiDeps, 'riskLimits' | 'accounts' | 'strategies' | 'now' | 'newId'>,
    { caller, body: asked },
  ) {
    const set = await setRiskLimits(deps, { ...caller, ...asked });
    switch (set.outcome) {
      case 'set':
        return answer(200, riskLimitsView(set.limits));
      case 'not_found':
        return refuse(404, 'not_found', set.reason);
      case 'refused':
        return refuse(400, set.code, set.reason);
    }
  },
});
