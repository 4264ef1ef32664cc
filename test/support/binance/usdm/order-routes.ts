import { pageOf } from '../page-of.ts';
import { ApiError } from '../protocol/api-error.ts';
import { noSuchOrder, unknownOrder } from '../protocol/errors.ts';
import { may, must } from '../protocol/param-spec.ts';
import type { Call, Route } from '../protocol/route.ts';
import { nextId } from '../spot/state.ts';
import { acceptUsdm } from './accept-order.ts';
import { closeUsdm } from './fill-order.ts';
import { checkUsdmFilters } from './filters.ts';
import { findSeen, findUsdm, seen } from './find-order.ts';
import { isOpen } from './order.ts';
import { readUsdmDraft } from './read-draft.ts';
import type { UsdmState } from './state.ts';
import { settleAlgos } from './trigger-algo.ts';
import { ackView, changedView, usdmOrderView, usdmTradeView } from './views.ts';

const WEEK_HOURS = 168;
const DAY_MS = 86_400_000;
const orderParams = [
  ...[must('symbol', 'symbol'), must('side', 'word'), must('type', 'word'), may('positionSide', 'word')],
  ...[may('timeInForce', 'word'), must('quantity', 'decimal'), may('reduceOnly', 'flag'), may('price', 'decimal')],
  ...[may('newClientOrderId', 'client-id'), may('newOrderRespType', 'word'), may('goodTillDate', 'long')],
  may('selfTradePreventionMode', 'word'),
];
const named = [must('symbol', 'symbol'), may('orderId', 'long'), may('origClientOrderId', 'client-id')];
const paging = [may('startTime', 'long'), may('endTime', 'long'), may('limit', 'long')];

export const newUsdmId = (state: UsdmState): string => `auto${nextId(state, 'client id', 100_000_000_000_000_000n)}`;

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api */
export function usdmOrderRoutes(state: UsdmState): Route[] {
  const path = '/fapi/v1/order';
  return [
    {
      ...{ method: 'POST', path, security: 'TRADE', weight: 0, orders: 1, params: orderParams },
      handle: (call) => place(state, call),
    },
    {
      ...{ method: 'POST', path: `${path}/test`, security: 'TRADE', weight: 0, params: orderParams },
      handle({ account, params }) {
        checkUsdmFilters(
          state,
          account,
          readUsdmDraft(state, account, params, () => newUsdmId(state)),
        );
        return {};
      },
    },
    {
      ...{ method: 'GET', path, security: 'USER_DATA', weight: 1, params: named },
      handle: (call) => usdmOrderView(findSeen(state, call)),
    },
    {
      ...{ method: 'DELETE', path, security: 'TRADE', weight: 1, params: named },
      handle({ account, params }) {
        const order = findUsdm(state, account.apiKey, params);
        if (order === undefined || !isOpen(order)) throw unknownOrder();
        closeUsdm(state, order, 'CANCELED');
        settleAlgos(state);
        return changedView(order);
      },
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/openOrder', security: 'USER_DATA', weight: 1, params: named },
      handle(call) {
        const order = findSeen(state, call);
        if (!isOpen(order)) throw noSuchOrder();
        return usdmOrderView(order);
      },
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/openOrders', security: 'USER_DATA' },
      weight: (values) => (values.has('symbol') ? 1 : 40),
      params: [may('symbol', 'symbol')],
      handle: (call) => seen(state, call).filter(isOpen).map(usdmOrderView),
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/allOrders', security: 'USER_DATA', weight: 5 },
      params: [must('symbol', 'symbol'), may('orderId', 'long'), ...paging],
      handle: (call) =>
        pageOf(seen(state, call), call.params, {
          ...{ fromId: 'orderId', maxHours: WEEK_HOURS, idOf: ({ orderId }) => orderId },
          timeOf: ({ acceptedAtMs }) => acceptedAtMs,
        }).map(usdmOrderView),
    },
    {
      ...{ method: 'DELETE', path: '/fapi/v1/allOpenOrders', security: 'TRADE', weight: 1 },
      params: [must('symbol', 'symbol')],
      handle(call) {
        for (const order of seen(state, { ...call, readLagMs: 0 })) closeUsdm(state, order, 'CANCELED');
        settleAlgos(state);
        return { code: 200, msg: 'The operation of cancel all open order is done.' };
      },
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/userTrades', security: 'USER_DATA', weight: 5 },
      params: [must('symbol', 'symbol'), may('orderId', 'long'), may('fromId', 'long'), ...paging],
      handle: (call) => trades(state, call),
    },
  ];
}

function place(state: UsdmState, { account, params, nowMs }: Call): unknown {
  const draft = readUsdmDraft(state, account, params, () => newUsdmId(state));
  const response = params.find('newOrderRespType') ?? 'ACK';
  if (response !== 'ACK' && response !== 'RESULT') throw new ApiError(-1136, 'Invalid newOrderRespType.');
  checkUsdmFilters(state, account, draft);
  const order = state.counts.counted(account, 1, nowMs, () => acceptUsdm(state, account, draft));
  settleAlgos(state);
  return response === 'ACK' ? ackView(order) : changedView(order);
}

/** Without a start, the last seven days. */
function trades(state: UsdmState, call: Call): unknown {
  const orderId = call.params.findLong('orderId');
  const isBounded = ['startTime', 'endTime', 'fromId'].some((name) => call.params.has(name));
  const sinceMs = isBounded ? 0 : call.nowMs - 7 * DAY_MS;
  const found = seen(state, call)
    .filter((order) => orderId === undefined || order.orderId === orderId)
    .flatMap((order) => order.trades.map((trade) => ({ order, trade })))
    .filter(({ trade }) => trade.timeMs >= sinceMs)
    .sort((a, b) => a.trade.id - b.trade.id);
  return pageOf(found, call.params, {
    ...{ fromId: 'fromId', maxHours: WEEK_HOURS, idOf: ({ trade }) => BigInt(trade.id) },
    timeOf: ({ trade }) => trade.timeMs,
  }).map(({ order, trade }) => usdmTradeView(order, trade));
}
