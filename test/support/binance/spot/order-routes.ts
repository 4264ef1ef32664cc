import { ApiError } from '../protocol/api-error.ts';
import { invalidValue, noSuchOrder, unknownOrder } from '../protocol/errors.ts';
import { may, must, type ParamSpec } from '../protocol/param-spec.ts';
import type { Params } from '../protocol/params.ts';
import type { Call, Route } from '../protocol/route.ts';
import { acceptOrder, checkAgainstMarket } from './accept-order.ts';
import { cancelOrder, listOf } from './close-order.ts';
import { checkFilters } from './filters.ts';
import { findOrder } from './find-order.ts';
import { isOpen, type SpotOrder } from './order.ts';
import { ordersOf } from './order-list.ts';
import { plainNames, readDraft } from './read-draft.ts';
import { nextId, rulesOf, type SpotState } from './state.ts';
import { canceledView, listView, orderView, placedView, type ResponseType } from './views.ts';

const orderParams: readonly ParamSpec[] = [
  ...[must('symbol', 'symbol'), must('side', 'word'), must('type', 'word'), may('timeInForce', 'word')],
  ...[may('quantity', 'decimal'), may('quoteOrderQty', 'decimal'), may('price', 'decimal')],
  ...[may('newClientOrderId', 'client-id'), may('stopPrice', 'decimal'), may('trailingDelta', 'long')],
  ...[may('newOrderRespType', 'word'), may('selfTradePreventionMode', 'word'), may('strategyId', 'long')],
  may('strategyType', 'long'),
];
const namedOrder = [must('symbol', 'symbol'), may('orderId', 'long'), may('origClientOrderId', 'client-id')];

export const newSpotId = (state: SpotState): string => `auto${nextId(state, 'client id', 100_000_000_000_000_000n)}`;

export function responseType(params: Params, fallback: ResponseType): ResponseType {
  const type = params.find('newOrderRespType') ?? fallback;
  if (type !== 'ACK' && type !== 'RESULT' && type !== 'FULL') throw invalidValue('newOrderRespType');
  return type;
}

/** https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#trading-endpoints */
export function spotOrderRoutes(state: SpotState): Route[] {
  const path = '/api/v3/order';
  return [
    {
      ...{ method: 'POST', path, security: 'TRADE', weight: 1, orders: 1, params: orderParams },
      handle: (call) => place(state, call),
    },
    {
      ...{ method: 'POST', path: `${path}/test`, security: 'TRADE' },
      weight: (values) => (values.get('computeCommissionRates') === 'true' ? 20 : 1),
      params: [...orderParams, may('computeCommissionRates', 'flag')],
      handle: (call) => test(state, call),
    },
    {
      ...{ method: 'GET', path, security: 'USER_DATA', weight: 4, params: namedOrder },
      handle({ account, params, nowMs, readLagMs }) {
        const order = findOrder(state, account, params);
        if (order === undefined || order.acceptedAtMs + readLagMs > nowMs) throw noSuchOrder();
        return orderView(order);
      },
    },
    {
      ...{ method: 'DELETE', path, security: 'TRADE', weight: 1 },
      params: [...namedOrder, may('newClientOrderId', 'client-id'), may('cancelRestrictions', 'word')],
      handle: (call) => cancel(state, call),
    },
    {
      ...{ method: 'DELETE', path: '/api/v3/openOrders', security: 'TRADE', weight: 1 },
      params: [must('symbol', 'symbol')],
      handle: (call) => cancelAll(state, call),
    },
  ];
}

function place(state: SpotState, { account, params, nowMs }: Call): unknown {
  const draft = readDraft(state, params, plainNames, () => newSpotId(state));
  const isInstant = draft.type === 'MARKET' || draft.type === 'LIMIT';
  const response = responseType(params, isInstant ? 'FULL' : 'ACK');
  checkFilters(state, account, draft);
  const order = state.counts.counted(account, 1, nowMs, () => acceptOrder(state, account, draft));
  return placedView(order, response);
}

/** Everything but the engine: what only the engine knows, such as balances, is not looked at. */
function test(state: SpotState, { account, params }: Call): unknown {
  const draft = readDraft(state, params, plainNames, () => newSpotId(state));
  responseType(params, 'ACK');
  checkFilters(state, account, draft);
  checkAgainstMarket(state, draft);
  return {};
}

function cancel(state: SpotState, { account, params }: Call): unknown {
  const order = findOrder(state, account, params);
  if (order === undefined || !isOpen(order)) throw unknownOrder();
  checkRestrictions(params.find('cancelRestrictions'), order);
  const cancelId = params.find('newClientOrderId') ?? newSpotId(state);
  const list = listOf(state, order);
  if (list === undefined) {
    cancelOrder(state, order, cancelId);
    return canceledView(order, cancelId);
  }
  const open = ordersOf(list).filter(isOpen);
  // The working order last: its end would expire those that wait for it.
  for (const one of open.toReversed()) cancelOrder(state, one, cancelId);
  return { ...listView(list), orderReports: open.map((one) => canceledView(one, cancelId)) };
}

function checkRestrictions(restriction: string | undefined, { status }: SpotOrder): void {
  if (restriction === undefined) return;
  if (restriction !== 'ONLY_NEW' && restriction !== 'ONLY_PARTIALLY_FILLED')
    throw new ApiError(-1145, 'Invalid cancelRestrictions');
  if (restriction !== `ONLY_${status}`) throw new ApiError(-2011, 'Order was not canceled due to cancel restrictions.');
}

function cancelAll(state: SpotState, { account, params }: Call): unknown {
  const { symbol } = rulesOf(state, params.text('symbol'));
  const open = state.orders.filter(
    (order) => order.account === account && order.rules.symbol === symbol && isOpen(order),
  );
  if (open.length === 0) throw unknownOrder();
  const cancelId = newSpotId(state);
  for (const order of open.toReversed()) cancelOrder(state, order, cancelId);
  return open.map((order) => canceledView(order, cancelId));
}
