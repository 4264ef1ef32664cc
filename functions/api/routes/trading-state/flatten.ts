import * as z from 'zod';
import { readFlatten, requestFlatten } from '../../../../shared/flattens/request-flatten.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { anId, idParams, instant } from '../../fields.ts';
import { flattenSchema, flattenView } from './flatten-view.ts';
import { reasonText } from './set.ts';

const body = z.strictObject({
  reason: reasonText,
  accountId: anId.optional().describe('All accounts unless given'),
  state: z.enum(['reducing', 'halted']).default('halted').describe('What trading is allowed from now on'),
  expiresAt: instant.optional().describe('When trading is active again; not before a person resumes unless given'),
});

export const flattenRoute = userRoute({
  method: 'POST',
  path: `${BASE}/trading-state/flatten`,
  name: 'flatten',
  tag: 'Risk',
  summary: 'The kill switch: stop trading, cancel all orders, close all positions',
  description:
    'Each account, market and symbol has a command of its own. Asking again while it is under way changes nothing; ' +
    'what is left after it is asked for anew.',
  body,
  responses: { 202: { description: 'Asked for, with what is there now', schema: flattenSchema } },
  problems: NOT_FOUND,
  async handle(
    deps: Pick<ApiDeps, 'flattens' | 'tradingStates' | 'accounts' | 'alerts' | 'doorbell' | 'now' | 'newId'>,
    { caller, body: asked },
  ) {
    const flattened = await requestFlatten(deps, { ...caller, ...asked });
    if (flattened.outcome === 'asked') {
      const { report } = flattened;
      return answer(202, flattenView(report), { location: `${BASE}/trading-state/flattens/${report.id}` });
    }
    return flattened.code === 'account_unknown'
      ? refuse(404, 'not_found', flattened.reason)
      : refuse(400, flattened.code, flattened.reason);
  },
});

export const showFlatten = userRoute({
  method: 'GET',
  path: `${BASE}/trading-state/flattens/{id}`,
  name: 'showFlatten',
  tag: 'Risk',
  summary: 'What became of a kill switch, and what it could not close',
  params: idParams,
  responses: { 200: { description: 'Each lane as it is now', schema: flattenSchema } },
  problems: NOT_FOUND,
  async handle(deps: Pick<ApiDeps, 'flattens'>, { caller: { userId }, params: { id } }) {
    const report = await readFlatten(deps, { userId, id });
    if (report === undefined) return refuse(404, 'not_found', `You have no flatten "${id}"`);
    return answer(200, flattenView(report));
  },
});
