import * as z from 'zod';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { ORDER_STATUSES } from '../../../../shared/orders/order.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { anId, pageFields, pageOf, symbolName } from '../../fields.ts';
import { pageView } from '../../page-view.ts';
import { orderSchema, orderView } from './order-view.ts';

const query = z.strictObject({
  ...pageFields,
  status: z.enum(ORDER_STATUSES).optional(),
  symbol: symbolName.optional(),
  strategyId: anId.optional(),
});

export const listOrders = userRoute({
  method: 'GET',
  path: `${BASE}/orders`,
  name: 'listOrders',
  tag: 'Orders',
  summary: 'Orders, newest first',
  query,
  responses: { 200: { description: 'A page of orders', schema: pageOf(orderSchema) } },
  async handle({ orders }: Pick<ApiDeps, 'orders'>, { caller, query }) {
    return answer(200, pageView(await orders.list(caller.userId, query), orderView));
  },
});
