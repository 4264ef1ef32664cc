import { zero } from '../../../../shared/money/decimal.ts';
import { fixed8 } from '../protocol/amounts.ts';
import { isContingent, type SpotOrder, type SpotTrade } from './order.ts';
import { type OrderList, ordersOf } from './order-list.ts';

export type ResponseType = 'ACK' | 'RESULT' | 'FULL';
type View = Record<string, unknown>;

function amounts(order: SpotOrder): View {
  return {
    price: fixed8(order.price ?? zero),
    origQty: fixed8(order.quantity),
    executedQty: fixed8(order.executed),
    origQuoteOrderQty: fixed8(order.quoteQuantity ?? zero),
    cummulativeQuoteQty: fixed8(order.cumulativeQuote),
    status: order.status,
    timeInForce: order.timeInForce,
    type: order.type,
    side: order.side,
  };
}

/** Fields that come only with what they describe. */
function conditional(order: SpotOrder): View {
  return {
    ...(isContingent(order.type) ? { stopPrice: fixed8(order.stopPrice ?? zero) } : {}),
    ...(order.trailingDelta === undefined
      ? {}
      : { trailingDelta: order.trailingDelta, trailingTime: order.trailingSinceMs }),
    ...(order.expiryReason === undefined ? {} : { expiryReason: order.expiryReason }),
  };
}

const names = (order: SpotOrder): View => ({
  symbol: order.rules.symbol,
  orderId: order.orderId,
  orderListId: order.orderListId,
  clientOrderId: order.clientOrderId,
});

const fill = (trade: SpotTrade): View => ({
  price: fixed8(trade.price),
  qty: fixed8(trade.quantity),
  commission: fixed8(trade.commission),
  commissionAsset: trade.commissionAsset,
  tradeId: trade.id,
});

/** The three answers to a new order. https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#new-order-trade */
export function placedView(order: SpotOrder, response: ResponseType): View {
  const ack = { ...names(order), transactTime: order.updatedAtMs };
  if (response === 'ACK') return ack;
  const result = {
    ...ack,
    ...amounts(order),
    ...conditional(order),
    workingTime: order.workingTimeMs,
    selfTradePreventionMode: 'EXPIRE_MAKER',
    fieldOfTomorrow: null,
  };
  return response === 'RESULT' ? result : { ...result, fills: order.trades.map(fill) };
}

/** What a look-up shows: no fills; those are asked for elsewhere. */
export function orderView(order: SpotOrder): View {
  return {
    ...names(order),
    ...amounts(order),
    stopPrice: fixed8(order.stopPrice ?? zero),
    icebergQty: '0.00000000',
    time: order.acceptedAtMs,
    updateTime: order.updatedAtMs,
    isWorking: order.isWorking,
    workingTime: order.workingTimeMs,
    ...conditional(order),
    selfTradePreventionMode: 'EXPIRE_MAKER',
    fieldOfTomorrow: null,
  };
}

/** In a cancellation `clientOrderId` is the id of the cancellation; that of the order is `origClientOrderId`. */
export function canceledView(order: SpotOrder, cancelId: string): View {
  return {
    ...names(order),
    origClientOrderId: order.clientOrderId,
    clientOrderId: cancelId,
    transactTime: order.updatedAtMs,
    ...amounts(order),
    ...conditional(order),
    selfTradePreventionMode: 'EXPIRE_MAKER',
  };
}

export function tradeView(order: SpotOrder, trade: SpotTrade): View {
  return {
    symbol: order.rules.symbol,
    id: trade.id,
    orderId: order.orderId,
    orderListId: order.orderListId,
    price: fixed8(trade.price),
    qty: fixed8(trade.quantity),
    quoteQty: fixed8(trade.quote),
    commission: fixed8(trade.commission),
    commissionAsset: trade.commissionAsset,
    time: trade.timeMs,
    isBuyer: order.side === 'BUY',
    isMaker: trade.isMaker,
    isBestMatch: true,
  };
}

export function listView(list: OrderList): View {
  return {
    orderListId: list.orderListId,
    contingencyType: list.contingencyType,
    listStatusType: list.status,
    listOrderStatus: list.status === 'ALL_DONE' ? 'ALL_DONE' : 'EXECUTING',
    listClientOrderId: list.listClientOrderId,
    transactionTime: list.updatedAtMs,
    symbol: list.symbol,
    orders: ordersOf(list).map(({ rules, orderId, clientOrderId }) => ({
      symbol: rules.symbol,
      orderId,
      clientOrderId,
    })),
  };
}
