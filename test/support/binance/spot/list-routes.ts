import { missingEither, noSuchOrder, unknownOrder } from '../protocol/errors.ts';
import { may, must, type ParamSpec } from '../protocol/param-spec.ts';
import type { Call, Route } from '../protocol/route.ts';
import { acceptOco, acceptOtoco, checkPair, type Pair } from './accept-list.ts';
import { cancelOrder } from './close-order.ts';
import { checkFilters, checkOrderLists } from './filters.ts';
import { isOpen, type SpotDraft } from './order.ts';
import { type OrderList, ordersOf } from './order-list.ts';
import { newSpotId, responseType } from './order-routes.ts';
import { type DraftNames, readDraft } from './read-draft.ts';
import type { SpotState } from './state.ts';
import { canceledView, listView, placedView } from './views.ts';

/** `aboveType`, `pendingBelowStopPrice`, …: a leg's parameters are those of an order behind the name of the leg. */
function legNames(leg: string, side: string, quantity: string): DraftNames {
  return {
    ...{ side, quantity, type: `${leg}Type`, timeInForce: `${leg}TimeInForce`, price: `${leg}Price` },
    ...{ stopPrice: `${leg}StopPrice`, trailingDelta: `${leg}TrailingDelta` },
    ...{ newClientOrderId: `${leg}ClientOrderId`, quoteOrderQty: `${leg}QuoteOrderQty` },
  };
}

function legParams(leg: string): ParamSpec[] {
  return [
    ...[must(`${leg}Type`, 'word'), may(`${leg}ClientOrderId`, 'client-id'), may(`${leg}Price`, 'decimal')],
    ...[may(`${leg}StopPrice`, 'decimal'), may(`${leg}TrailingDelta`, 'long'), may(`${leg}TimeInForce`, 'word')],
  ];
}

const shared = [
  ...[must('symbol', 'symbol'), may('listClientOrderId', 'client-id'), may('newOrderRespType', 'word')],
  may('selfTradePreventionMode', 'word'),
];
const named = [may('orderListId', 'long'), may('listClientOrderId', 'client-id')];

/** https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#order-lists */
export function spotListRoutes(state: SpotState): Route[] {
  const path = '/api/v3/orderList';
  return [
    {
      ...{ method: 'POST', path: `${path}/oco`, security: 'TRADE', weight: 1, orders: 2 },
      params: [
        ...shared,
        must('side', 'word'),
        must('quantity', 'decimal'),
        ...legParams('above'),
        ...legParams('below'),
      ],
      handle: (call) => placeOco(state, call),
    },
    {
      ...{ method: 'POST', path: `${path}/otoco`, security: 'TRADE', weight: 1, orders: 3 },
      params: [
        ...[...shared, must('workingSide', 'word'), must('workingQuantity', 'decimal'), must('pendingSide', 'word')],
        ...[must('pendingQuantity', 'decimal'), ...legParams('working'), ...legParams('pendingAbove')],
        ...legParams('pendingBelow'),
      ],
      handle: (call) => placeOtoco(state, call),
    },
    {
      ...{ method: 'GET', path, security: 'USER_DATA', weight: 4 },
      params: [may('orderListId', 'long'), may('origClientOrderId', 'client-id')],
      handle(call) {
        const list = findList(state, call, 'origClientOrderId');
        if (list === undefined || list.createdAtMs + call.readLagMs > call.nowMs) throw noSuchOrder();
        return listView(list);
      },
    },
    {
      ...{ method: 'DELETE', path, security: 'TRADE', weight: 1 },
      params: [must('symbol', 'symbol'), ...named, may('newClientOrderId', 'client-id')],
      handle: (call) => cancelList(state, call),
    },
    {
      ...{ method: 'GET', path: '/api/v3/openOrderList', security: 'USER_DATA', weight: 6, params: [] },
      handle: ({ account, nowMs, readLagMs }) =>
        state.lists
          .filter((list) => list.account === account && list.status === 'EXEC_STARTED')
          .filter(({ createdAtMs }) => createdAtMs + readLagMs <= nowMs)
          .map(listView),
    },
  ];
}

type Legs = { names: [string, string]; side: string; quantity: string; ahead: readonly SpotDraft[] };

function readPair(state: SpotState, call: Call, { names, side, quantity, ahead }: Legs): Pair {
  const newId = (): string => newSpotId(state);
  const [above, below] = names.map((leg) => readDraft(state, call.params, legNames(leg, side, quantity), newId));
  if (above === undefined || below === undefined) throw new RangeError('Cannot read pair: it has two legs');
  checkPair({ above, below });
  checkOrderLists(state, call.account, above.rules);
  checkFilters(state, call.account, above, ahead);
  checkFilters(state, call.account, below, [...ahead, above]);
  return { above, below };
}

function placeOco(state: SpotState, call: Call): unknown {
  const pair = readPair(state, call, {
    ...{ names: ['above', 'below'], side: 'side', quantity: 'quantity', ahead: [] },
  });
  const response = responseType(call.params, 'RESULT');
  const listId = call.params.find('listClientOrderId') ?? newSpotId(state);
  const { account, nowMs } = call;
  const list = state.counts.counted(account, 2, nowMs, () => acceptOco(state, account, pair, listId));
  return { ...listView(list), orderReports: ordersOf(list).map((order) => placedView(order, response)) };
}

function placeOtoco(state: SpotState, call: Call): unknown {
  const names = legNames('working', 'workingSide', 'workingQuantity');
  const working = readDraft(state, call.params, names, () => newSpotId(state));
  checkFilters(state, call.account, working);
  const pair = readPair(state, call, {
    ...{ names: ['pendingAbove', 'pendingBelow'], side: 'pendingSide', quantity: 'pendingQuantity', ahead: [working] },
  });
  const response = responseType(call.params, 'RESULT');
  const listId = call.params.find('listClientOrderId') ?? newSpotId(state);
  const { account, nowMs } = call;
  const accept = (): OrderList => acceptOtoco(state, account, { working, pair }, listId);
  const list = state.counts.counted(account, 3, nowMs, accept);
  return { ...listView(list), orderReports: ordersOf(list).map((order) => placedView(order, response)) };
}

function findList(state: SpotState, { account, params }: Call, idName: string): OrderList | undefined {
  const orderListId = params.findLong('orderListId');
  const clientId = params.find(idName);
  if (orderListId === undefined && clientId === undefined) throw missingEither('orderListId', idName);
  return state.lists.findLast(
    (list) =>
      list.account === account &&
      (orderListId === undefined || BigInt(list.orderListId) === orderListId) &&
      (clientId === undefined || list.listClientOrderId === clientId),
  );
}

function cancelList(state: SpotState, call: Call): unknown {
  const list = findList(state, call, 'listClientOrderId');
  if (list === undefined || list.status === 'ALL_DONE' || list.symbol !== call.params.text('symbol'))
    throw unknownOrder();
  const cancelId = call.params.find('newClientOrderId') ?? newSpotId(state);
  const open = ordersOf(list).filter(isOpen);
  for (const order of open.toReversed()) cancelOrder(state, order, cancelId);
  return { ...listView(list), orderReports: open.map((order) => canceledView(order, cancelId)) };
}
