import * as z from 'zod';
import { requestCloseAll } from '../../../../shared/commands/request-close-all.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { idText } from '../../fields.ts';

const asked = z.object({
  alertIds: z.array(idText).describe('One for each open position; follow them at /api/v1/alerts/{id}'),
  skipped: z.array(idText).describe('Positions that no strategy is known to have traded'),
});

export const closeAllPositions = userRoute({
  method: 'POST',
  path: `${BASE}/positions/close-all`,
  name: 'closeAllPositions',
  tag: 'Positions',
  summary: 'Ask for every open position to be closed at market',
  responses: { 202: { description: 'Asked for', schema: asked } },
  async handle(deps: Pick<ApiDeps, 'positions' | 'alerts' | 'doorbell' | 'now' | 'newId'>, { caller }) {
    return answer(202, await requestCloseAll(deps, caller));
  },
});
