import { requestCancel } from '../../../../shared/commands/request-cancel.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { askedFor, idParams } from '../../fields.ts';

export const cancelOrder = userRoute({
  method: 'POST',
  path: `${BASE}/orders/{id}/cancel`,
  name: 'cancelOrder',
  tag: 'Orders',
  summary: 'Ask for an order to be canceled',
  description: 'Kept as an alert of its own, which tells what came of it. What is filled until then stays filled.',
  params: idParams,
  responses: { 202: { description: 'Asked for', schema: askedFor } },
  problems: { ...NOT_FOUND, 409: 'The order is closed already' },
  async handle(deps: Pick<ApiDeps, 'orders' | 'alerts' | 'doorbell' | 'now' | 'newId'>, { caller, params: { id } }) {
    const asked = await requestCancel(deps, { ...caller, orderId: id });
    switch (asked.outcome) {
      case 'kept':
        return answer(202, { alertId: asked.alertId }, { location: `${BASE}/alerts/${asked.alertId}` });
      case 'not_found':
        return refuse(404, 'not_found', `You have no order "${id}"`);
      case 'refused':
        return refuse(409, asked.code, asked.reason);
    }
  },
});
