import { missingEither, noSuchOrder, unknownOrder } from '../protocol/errors.ts';
import { may, must } from '../protocol/param-spec.ts';
import type { Call, Route } from '../protocol/route.ts';
import { acceptAlgo } from './accept-algo.ts';
import type { AlgoOrder } from './algo-order.ts';
import { newUsdmId } from './order-routes.ts';
import { readAlgo } from './read-algo.ts';
import { type UsdmState, usdmRulesOf } from './state.ts';
import { moveAlgo } from './trigger-algo.ts';
import { algoStateView, algoView } from './views.ts';

const algoParams = [
  ...[must('algoType', 'word'), must('symbol', 'symbol'), must('side', 'word'), must('type', 'word')],
  ...[may('positionSide', 'word'), may('timeInForce', 'word'), may('quantity', 'decimal'), may('price', 'decimal')],
  ...[may('triggerPrice', 'decimal'), may('workingType', 'word'), may('closePosition', 'flag')],
  ...[may('priceProtect', 'flag'), may('reduceOnly', 'flag'), may('activatePrice', 'decimal')],
  ...[may('callbackRate', 'decimal'), may('clientAlgoId', 'client-id'), may('newOrderRespType', 'word')],
  may('selfTradePreventionMode', 'word'),
];
const named = [may('algoId', 'long'), may('clientAlgoId', 'client-id')];

/** Conditional orders since 2025-12-09. https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Algo-Order */
export function usdmAlgoRoutes(state: UsdmState): Route[] {
  const path = '/fapi/v1/algoOrder';
  return [
    {
      ...{ method: 'POST', path, security: 'TRADE', weight: 0, orders: 1, params: algoParams },
      handle({ account, params, nowMs }) {
        const draft = readAlgo(state, account, params, () => newUsdmId(state));
        return algoView(state.counts.counted(account, 1, nowMs, () => acceptAlgo(state, account, draft)));
      },
    },
    {
      ...{ method: 'GET', path, security: 'USER_DATA', weight: 1, params: named },
      handle(call) {
        const algo = findAlgo(state, call);
        if (algo === undefined || algo.createdAtMs + call.readLagMs > call.nowMs) throw noSuchOrder();
        return algoStateView(algo);
      },
    },
    {
      ...{ method: 'DELETE', path, security: 'TRADE', weight: 1, params: named },
      handle(call) {
        const algo = findAlgo(state, call);
        if (algo?.status !== 'NEW') throw unknownOrder();
        moveAlgo(state, algo, 'CANCELED');
        return { algoId: algo.algoId, clientAlgoId: algo.clientAlgoId, code: '200', msg: 'success' };
      },
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/openAlgoOrders', security: 'USER_DATA' },
      weight: (values) => (values.has('symbol') ? 1 : 40),
      params: [may('algoType', 'word'), may('symbol', 'symbol'), may('algoId', 'long')],
      handle: (call) => waiting(state, call).map(algoStateView),
    },
    {
      ...{ method: 'DELETE', path: '/fapi/v1/algoOpenOrders', security: 'TRADE', weight: 1 },
      params: [must('symbol', 'symbol')],
      handle(call) {
        for (const algo of waiting(state, { ...call, readLagMs: 0 })) moveAlgo(state, algo, 'CANCELED');
        return { code: 200, msg: 'The operation of cancel all open order is done.' };
      },
    },
  ];
}

function findAlgo(state: UsdmState, { account, params }: Call): AlgoOrder | undefined {
  const algoId = params.findLong('algoId');
  const clientAlgoId = params.find('clientAlgoId');
  if (algoId === undefined && clientAlgoId === undefined) throw missingEither('algoId', 'clientAlgoId');
  const found = state.algos.filter(
    (algo) =>
      algo.account === account &&
      (algoId === undefined || BigInt(algo.algoId) === algoId) &&
      (clientAlgoId === undefined || algo.clientAlgoId === clientAlgoId),
  );
  return found.find(({ status }) => status === 'NEW') ?? found.at(-1);
}

function waiting(state: UsdmState, { account, params, nowMs, readLagMs }: Call): AlgoOrder[] {
  const symbol = params.has('symbol') ? usdmRulesOf(state, params.text('symbol')).symbol : undefined;
  const algoId = params.findLong('algoId');
  return state.algos.filter(
    (algo) =>
      algo.account === account &&
      algo.status === 'NEW' &&
      (symbol === undefined || algo.rules.symbol === symbol) &&
      (algoId === undefined || BigInt(algo.algoId) === algoId) &&
      algo.createdAtMs + readLagMs <= nowMs,
  );
}
