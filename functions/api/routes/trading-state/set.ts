import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { TRADING_STATES } from '../../../../shared/risk/risk.ts';
import { setTradingState } from '../../../../shared/risk/set-trading-state.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { instant } from '../../fields.ts';
import { tradingStateSchema, tradingStateView } from './trading-state-view.ts';

const body = z.strictObject({
  state: z.enum(TRADING_STATES),
  reason: z.string().trim().min(1).max(500).optional().describe('Required unless active'),
  expiresAt: instant.optional().describe('When it counts as active again'),
});

export const setTradingStateRoute = userRoute({
  method: 'PUT',
  path: `${BASE}/trading-state`,
  name: 'setTradingState',
  tag: 'Risk',
  summary: 'Stop, slow or resume trading',
  description: 'For all strategies, from the next order on.',
  body,
  responses: { 200: { description: 'The state that counts now', schema: tradingStateSchema } },
  async handle(deps: Pick<ApiDeps, 'tradingStates' | 'now' | 'newId'>, { caller, body: { state, reason, expiresAt } }) {
    const input = { ...(reason === undefined ? {} : { reason }), ...(expiresAt === undefined ? {} : { expiresAt }) };
    const set = await setTradingState(deps, { ...caller, state, ...input });
    if (set.outcome === 'refused') return refuse(400, set.code, set.reason);
    return answer(200, tradingStateView(set.state));
  },
});
