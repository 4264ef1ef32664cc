import * as z from 'zod';
import { toJson } from '../../../../shared/http/to-json.ts';
import {
  ORDER_PURPOSES,
  ORDER_STATUSES,
  ORDER_TYPES,
  type Order,
  TIMES_IN_FORCE,
} from '../../../../shared/orders/order.ts';
import type { FilledOrder } from '../../../../shared/orders/order-list.ts';
import { decimalText, idText, instantText, marketText } from '../../fields.ts';

export const orderSchema = z
  .object({
    id: idText,
    alertId: idText,
    signalId: idText,
    strategyId: idText,
    accountId: idText,
    step: z.int().describe('Place among the orders of its signal; a later one waits until the earlier ones are filled'),
    clientOrderId: z.string(),
    exchangeOrderId: z.string().optional(),
    tag: z.string().optional().describe('What the alert calls it: cancel_orders with this tag cancels it'),
    market: marketText,
    symbol: z.string(),
    side: z.enum(['buy', 'sell']),
    type: z.enum(ORDER_TYPES),
    purpose: z.enum(ORDER_PURPOSES),
    reduceOnly: z.boolean(),
    quantity: decimalText,
    price: decimalText.optional().describe('Of an order with a limit'),
    stopPrice: decimalText.optional().describe('What an order that waits is waiting for'),
    callbackBps: z
      .int()
      .optional()
      .describe('How far behind the price a trailing stop follows, in hundredths of a percent'),
    activationPrice: decimalText.optional().describe('Where a trailing stop begins to follow; at once where absent'),
    timeInForce: z.enum(TIMES_IN_FORCE).optional().describe('Of a limit order; gtc where absent'),
    postOnly: z.boolean().optional().describe('It rests, and is refused where it would take what rests already'),
    referencePrice: decimalText.optional().describe('The market price that the order was decided on'),
    status: z.enum(ORDER_STATUSES),
    reason: z.string().optional(),
    filledQuantity: decimalText,
    averagePrice: decimalText.optional(),
    createdAt: instantText,
    submittedAt: instantText.optional(),
    updatedAt: instantText,
  })
  .meta({ id: 'Order' });

const fill = z
  .object({
    exchangeTradeId: z.string(),
    price: decimalText,
    quantity: decimalText,
    commission: decimalText,
    commissionAsset: z.string(),
    filledAt: instantText,
  })
  .meta({ id: 'Fill' });

export const filledOrderSchema = orderSchema.extend({ fills: z.array(fill) }).meta({ id: 'FilledOrder' });

export function orderView({ userId: _, ...order }: Order) {
  return toJson(order);
}

export function filledOrderView({ fills, ...order }: FilledOrder) {
  return { ...orderView(order), fills: fills.map(toJson) };
}
