import * as z from 'zod';
import { replayAlert } from '../../../../shared/archive/replay-alert.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams, idText } from '../../fields.ts';

const replayed = z.object({ id: idText.describe('Of the new alert'), originAlertId: idText });

export const replayAlertRoute = userRoute({
  method: 'POST',
  path: `${BASE}/alerts/{id}/replay`,
  name: 'replayAlert',
  tag: 'Alerts',
  summary: 'Run an alert again, on purpose',
  description:
    'As a new alert that names its origin, read anew and decided on what is held now. Each call trades again.',
  params: idParams,
  responses: { 202: { description: 'Kept', schema: replayed } },
  problems: { ...NOT_FOUND, 409: 'It cannot be replayed' },
  async handle(
    deps: Pick<ApiDeps, 'archive' | 'alerts' | 'readAlert' | 'doorbell' | 'now' | 'newId'>,
    { caller, params: { id } },
  ) {
    const result = await replayAlert(deps, { userId: caller.userId, alertId: id });
    switch (result.outcome) {
      case 'kept': {
        const location = `${BASE}/alerts/${result.alertId}`;
        return answer(202, { id: result.alertId, originAlertId: id }, { location });
      }
      case 'not_found':
        return refuse(404, 'not_found', `You have no alert "${id}"`);
      case 'refused':
        return refuse(409, result.code, result.reason);
    }
  },
});
