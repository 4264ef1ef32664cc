import * as z from 'zod';
import { zero } from '../../money/decimal.ts';
import { amount, digits, instant, side } from './fields.ts';
import { type OrderReport, toStatus } from './report.ts';
import type { TradeReport } from './trade-report.ts';

const CONDITIONAL = ['STOP_LOSS', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'];

const placedFill = z.object({
  price: amount,
  qty: amount,
  commission: amount,
  commissionAsset: z.string(),
  tradeId: digits,
});

/**
 * An order as it is answered, looked up, listed and canceled: https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#trading-endpoints.
 * In a cancellation `clientOrderId` names the cancellation, and `origClientOrderId` the order.
 */
export const spotOrder = z.object({
  symbol: z.string(),
  orderId: digits,
  clientOrderId: z.string(),
  origClientOrderId: z.string().optional(),
  side,
  type: z.string(),
  status: z.string(),
  origQty: amount,
  executedQty: amount,
  cummulativeQuoteQty: amount,
  transactTime: instant.optional(),
  updateTime: instant.optional(),
  isWorking: z.boolean().optional(),
  expiryReason: z.string().optional(),
  fills: z.array(placedFill).optional(),
});
export type SpotOrderReply = z.output<typeof spotOrder>;

export function spotReport(order: SpotOrderReply): OrderReport {
  const { executedQty, cummulativeQuoteQty, isWorking } = order;
  // Very old orders have a negative quote quantity where it was never kept.
  const hasAverage = executedQty.gt(zero) && cummulativeQuoteQty.gt(zero);
  return {
    ...{ market: 'spot', symbol: order.symbol, side: order.side, exchangeOrderId: order.orderId },
    clientOrderId: order.origClientOrderId ?? order.clientOrderId,
    status: toStatus(order.status),
    ...{ quantity: order.origQty, filledQuantity: executedQty },
    ...(hasAverage ? { averagePrice: cummulativeQuoteQty.div(executedQty) } : {}),
    ...(order.expiryReason === undefined ? {} : { reason: order.expiryReason }),
    isConditional: CONDITIONAL.includes(order.type) && isWorking !== true,
    updatedAt: order.updateTime ?? order.transactTime ?? new Date(0),
  };
}

/** What a new order traded at once. The answer has no instant for each trade, only one for all. */
export function spotPlacedTrades({
  fills = [],
  orderId,
  side,
  transactTime,
  updateTime,
}: SpotOrderReply): TradeReport[] {
  return fills.map((fill) => ({
    ...{ tradeId: fill.tradeId, exchangeOrderId: orderId, side, price: fill.price, quantity: fill.qty },
    ...{ commission: fill.commission, commissionAsset: fill.commissionAsset },
    filledAt: transactTime ?? updateTime ?? new Date(0),
  }));
}

export const spotTrades = z.array(
  z
    .object({
      ...{ id: digits, orderId: digits, price: amount, qty: amount, commission: amount, commissionAsset: z.string() },
      ...{ time: instant, isBuyer: z.boolean() },
    })
    .transform(
      (trade): TradeReport => ({
        ...{ tradeId: trade.id, exchangeOrderId: trade.orderId, price: trade.price, quantity: trade.qty },
        ...{ commission: trade.commission, commissionAsset: trade.commissionAsset, filledAt: trade.time },
        side: trade.isBuyer ? 'buy' : 'sell',
      }),
    ),
);

export const spotOrders = z.array(spotOrder);
export const spotOrderList = z.object({ orderReports: z.array(spotOrder) });
export const spotAccount = z.object({
  balances: z.array(z.object({ asset: z.string(), free: amount, locked: amount })),
});
export const spotPrice = z.object({ price: amount });
export const spotBook = z.object({ bidPrice: amount, bidQty: amount, askPrice: amount, askQty: amount });
