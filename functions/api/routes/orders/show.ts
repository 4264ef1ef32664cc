import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { filledOrderSchema, filledOrderView } from './order-view.ts';

export const showOrder = userRoute({
  method: 'GET',
  path: `${BASE}/orders/{id}`,
  name: 'showOrder',
  tag: 'Orders',
  summary: 'One order with its fills',
  params: idParams,
  responses: { 200: { description: 'The order', schema: filledOrderSchema } },
  problems: NOT_FOUND,
  async handle({ orders }: Pick<ApiDeps, 'orders'>, { caller, params: { id } }) {
    const order = await orders.find(caller.userId, id);
    return order === undefined
      ? refuse(404, 'not_found', `You have no order "${id}"`)
      : answer(200, filledOrderView(order));
  },
});
