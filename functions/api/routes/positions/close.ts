import { requestClose } from '../../../../shared/commands/request-close.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { askedFor, idParams } from '../../fields.ts';

export const closePosition = userRoute({
  method: 'POST',
  path: `${BASE}/positions/{id}/close`,
  name: 'closePosition',
  tag: 'Positions',
  summary: 'Ask for a position to be closed at market',
  description: 'Kept as an alert of its own, which tells what came of it. Asking twice closes once.',
  params: idParams,
  responses: { 202: { description: 'Asked for', schema: askedFor } },
  problems: { ...NOT_FOUND, 409: 'The position is closed already' },
  async handle(deps: Pick<ApiDeps, 'positions' | 'alerts' | 'doorbell' | 'now' | 'newId'>, { caller, params: { id } }) {
    const asked = await requestClose(deps, { ...caller, positionId: id });
    switch (asked.outcome) {
      case 'kept':
        return answer(202, { alertId: asked.alertId }, { location: `${BASE}/alerts/${asked.alertId}` });
      case 'not_found':
        return refuse(404, 'not_found', `You have no position "${id}"`);
      case 'refused':
        return refuse(409, asked.code, asked.reason);
    }
  },
});
