import { print, zero } from '../../../../shared/money/decimal.ts';
import { fixed, fixed8 } from '../protocol/amounts.ts';
import type { AlgoOrder } from './algo-order.ts';
import { averageOf, type UsdmOrder, type UsdmTrade } from './order.ts';

const AVERAGE_EXTRA_PLACES = 3;
type View = Record<string, unknown>;

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-Order */
export function usdmOrderView(order: UsdmOrder): View {
  return {
    orderId: order.orderId,
    symbol: order.rules.symbol,
    status: order.status,
    clientOrderId: order.clientOrderId,
    price: print(order.price ?? zero),
    avgPrice: fixed(averageOf(order), order.rules.pricePrecision + AVERAGE_EXTRA_PLACES),
    origQty: print(order.quantity),
    executedQty: print(order.executed),
    cumQuote: print(order.cumulativeQuote),
    timeInForce: order.timeInForce,
    type: order.type,
    reduceOnly: order.reduceOnly,
    closePosition: order.closePosition,
    side: order.side,
    positionSide: order.positionSide,
    stopPrice: '0',
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    origType: order.type,
    priceMatch: 'NONE',
    selfTradePreventionMode: 'EXPIRE_MAKER',
    goodTillDate: order.goodTillMs,
    time: order.acceptedAtMs,
    updateTime: order.updatedAtMs,
    fieldOfTomorrow: null,
  };
}

/** The answer to a new order or a cancellation; it has no `time`. */
export function changedView(order: UsdmOrder): View {
  const { time: _time, ...view } = usdmOrderView(order);
  return { ...view, cumQty: print(order.executed) };
}

/** ACK says that the order was taken and nothing else: even a market order is NEW in it, and filled with nothing. */
export function ackView(order: UsdmOrder): View {
  return changedView({
    ...order,
    status: 'NEW',
    executed: zero,
    cumulativeQuote: zero,
    updatedAtMs: order.acceptedAtMs,
  });
}

export function usdmTradeView(order: UsdmOrder, trade: UsdmTrade): View {
  return {
    symbol: order.rules.symbol,
    id: trade.id,
    orderId: order.orderId,
    side: order.side,
    price: print(trade.price),
    qty: print(trade.quantity),
    realizedPnl: fixed8(trade.realized),
    quoteQty: print(trade.quote),
    commission: fixed8(trade.commission),
    commissionAsset: 'USDT',
    time: trade.timeMs,
    positionSide: order.positionSide,
    buyer: order.side === 'BUY',
    maker: trade.isMaker,
    marginAsset: 'USDT',
  };
}

/** What the algo service knew when it took the order. */
export function algoView(algo: AlgoOrder): View {
  return {
    ...{ algoId: algo.algoId, clientAlgoId: algo.clientAlgoId, algoType: 'CONDITIONAL', orderType: algo.type },
    ...{ symbol: algo.rules.symbol, side: algo.side, positionSide: algo.positionSide, timeInForce: algo.timeInForce },
    ...{ quantity: print(algo.quantity ?? zero), algoStatus: algo.status },
    ...{ triggerPrice: print(algo.triggerPrice ?? zero), price: print(algo.price ?? zero), icebergQuantity: null },
    ...{ selfTradePreventionMode: 'EXPIRE_MAKER', workingType: algo.workingType, priceMatch: 'NONE' },
    ...{ closePosition: algo.closePosition, priceProtect: false, reduceOnly: algo.reduceOnly },
    activatePrice: algo.activatePrice === undefined ? '' : print(algo.activatePrice),
    callbackRate: algo.callbackRate === undefined ? '' : print(algo.callbackRate),
    ...{ createTime: algo.createdAtMs, updateTime: algo.updatedAtMs },
    ...{ triggerTime: algo.triggeredAtMs, goodTillDate: 0 },
  };
}

/** What became of it: `actualOrderId` names the order that it made, as text, and is empty before. */
export function algoStateView(algo: AlgoOrder): View {
  const { actual } = algo;
  return {
    ...algoView(algo),
    actualOrderId: actual === undefined ? '' : String(actual.orderId),
    actualPrice: actual === undefined ? '0' : print(averageOf(actual)),
    actualType: actual?.type ?? '',
    actualQty: print(actual?.executed ?? zero),
    ...{ tpTriggerPrice: '0', tpPrice: '0', slTriggerPrice: '0', slPrice: '0', tpOrderType: '' },
  };
}
