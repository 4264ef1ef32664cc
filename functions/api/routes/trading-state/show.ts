import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { tradingStateSchema, tradingStatesView } from './trading-state-view.ts';

export const showTradingState = userRoute({
  method: 'GET',
  path: `${BASE}/trading-state`,
  name: 'showTradingState',
  tag: 'Risk',
  summary: 'What trading is allowed now',
  responses: { 200: { description: 'The state that counts now', schema: tradingStateSchema } },
  async handle({ tradingStates, now }: Pick<ApiDeps, 'tradingStates' | 'now'>, { caller }) {
    return answer(200, tradingStatesView(await tradingStates.list(caller.userId), now()));
  },
});
