import * as z from 'zod';
import { zero } from '../../money/decimal.ts';
import { amount, digits, instant, side } from './fields.ts';
import { type OrderReport, toStatus } from './report.ts';
import type { TradeReport } from './trade-report.ts';

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-Order */
export const usdmOrder = z.object({
  ...{ symbol: z.string(), orderId: digits, clientOrderId: z.string(), side, status: z.string() },
  ...{ origQty: amount, executedQty: amount, avgPrice: amount.optional(), updateTime: instant },
});
export type UsdmOrderReply = z.output<typeof usdmOrder>;

export function usdmReport(order: UsdmOrderReply): OrderReport {
  const hasAverage = order.avgPrice?.gt(zero);
  return {
    ...{ market: 'usdm', symbol: order.symbol, side: order.side, clientOrderId: order.clientOrderId },
    ...{ exchangeOrderId: order.orderId, status: toStatus(order.status), isConditional: false },
    ...{ quantity: order.origQty, filledQuantity: order.executedQty, updatedAt: order.updateTime },
    ...(hasAverage ? { averagePrice: order.avgPrice } : {}),
  };
}

/**
 * A conditional order, which lives in a service of its own since 2025-12-09 and makes an ordinary one when it triggers.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Algo-Order
 */
export const usdmAlgo = z.object({
  ...{ symbol: z.string(), algoId: digits, clientAlgoId: z.string(), side, algoStatus: z.string() },
  quantity: amount.optional(),
  updateTime: instant,
  /** Of the order that it made; empty before. */
  actualOrderId: z.string().optional(),
});
export type UsdmAlgoReply = z.output<typeof usdmAlgo>;

/** Ids of the two services overlap, and only one of them can be asked for trades. */
export const ALGO_PREFIX = 'algo:';

const ALGO_STATUSES: Readonly<Record<string, OrderReport['status']>> = {
  CANCELED: 'canceled',
  REJECTED: 'rejected',
  EXPIRED: 'expired',
};

/**
 * What the service itself knows. Triggered and finished ones stay open here: what became of them is a matter of the order
 * that they made.
 */
export function algoReport(algo: UsdmAlgoReply): OrderReport {
  return {
    ...{ market: 'usdm', symbol: algo.symbol, side: algo.side, clientOrderId: algo.clientAlgoId },
    exchangeOrderId: `${ALGO_PREFIX}${algo.algoId}`,
    status: ALGO_STATUSES[algo.algoStatus] ?? 'open',
    ...{ quantity: algo.quantity ?? zero, filledQuantity: zero, isConditional: true, updatedAt: algo.updateTime },
  };
}

export const usdmTrades = z.array(
  z
    .object({
      ...{ id: digits, orderId: digits, side, price: amount, qty: amount, commission: amount },
      ...{ commissionAsset: z.string(), time: instant },
    })
    .transform(
      (trade): TradeReport => ({
        ...{ tradeId: trade.id, exchangeOrderId: trade.orderId, side: trade.side, price: trade.price },
        ...{ quantity: trade.qty, commission: trade.commission, commissionAsset: trade.commissionAsset },
        filledAt: trade.time,
      }),
    ),
);

export const usdmOrders = z.array(usdmOrder);
export const usdmAlgos = z.array(usdmAlgo);
export const usdmBalances = z.array(z.object({ asset: z.string(), balance: amount, availableBalance: amount }));
export const usdmPositions = z.array(
  z.object({ symbol: z.string(), positionAmt: amount, entryPrice: amount, positionSide: z.string().optional() }),
);
export const usdmPrice = z.object({ price: amount, time: instant });
export const usdmBook = z.object({
  ...{ bidPrice: amount, bidQty: amount, askPrice: amount, askQty: amount, time: instant },
});
export const usdmMode = z.object({ dualSidePosition: z.boolean() });
export const usdmDone = z.object({});
