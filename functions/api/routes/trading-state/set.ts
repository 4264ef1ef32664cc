import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { setTradingState } from '../../../../shared/risk/set-trading-state.ts';
import { TRADING_STATES } from '../../../../shared/risk/trading-state.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { anId, instant } from '../../fields.ts';
import { tradingStateSchema, tradingStateView } from './trading-state-view.ts';

export const reasonText = z.string().trim().min(1).max(500);

const body = z.strictObject({
  state: z.enum(TRADING_STATES),
  accountId: anId.optional().describe('All accounts unless given'),
  reason: reasonText.optional().describe('Required unless active'),
  expiresAt: instant.optional().describe('When it counts as active again'),
});

export const setTradingStateRoute = userRoute({
  method: 'PUT',
  path: `${BASE}/trading-state`,
  name: 'setTradingState',
  tag: 'Risk',
  summary: 'Stop, slow or resume trading',
  description:
    'For all strategies, or those of one account, from the next order on. Resuming takes back what loss limits have ' +
    'stopped, and losses count from then. Of several states the strictest counts.',
  body,
  responses: { 200: { description: 'The state that counts now', schema: tradingStateSchema } },
  problems: NOT_FOUND,
  async handle(deps: Pick<ApiDeps, 'tradingStates' | 'accounts' | 'now' | 'newId'>, { caller, body: asked }) {
    const set = await setTradingState(deps, { ...caller, ...asked });
    if (set.outcome === 'set') return answer(200, tradingStateView(set.state));
    return set.code === 'account_unknown' ? refuse(404, 'not_found', set.reason) : refuse(400, set.code, set.reason);
  },
});
