import { zero } from '../../../../shared/money/decimal.ts';
import { pageOf } from '../page-of.ts';
import { fixed8 } from '../protocol/amounts.ts';
import { badCombination } from '../protocol/errors.ts';
import { may, must } from '../protocol/param-spec.ts';
import type { Call, Route } from '../protocol/route.ts';
import { isOpen } from './order.ts';
import { rulesOf, type SpotState, walletOf } from './state.ts';
import { orderView, tradeView } from './views.ts';

const DAY_HOURS = 24;
const BIPS = 10_000;
const paging = [may('startTime', 'long'), may('endTime', 'long'), may('limit', 'long')];
const noRates = { maker: '0.00000000', taker: '0.00000000', buyer: '0.00000000', seller: '0.00000000' };

/** https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#account-endpoints */
export function spotAccountRoutes(state: SpotState): Route[] {
  return [
    {
      ...{ method: 'GET', path: '/api/v3/account', security: 'USER_DATA', weight: 20 },
      params: [may('omitZeroBalances', 'flag')],
      handle: (call) => accountView(state, call),
    },
    {
      ...{ method: 'GET', path: '/api/v3/openOrders', security: 'USER_DATA' },
      weight: (values) => (values.has('symbol') ? 6 : 80),
      params: [may('symbol', 'symbol')],
      handle: (call) => ordersSeen(state, call).filter(isOpen).map(orderView),
    },
    {
      ...{ method: 'GET', path: '/api/v3/allOrders', security: 'USER_DATA', weight: 20 },
      params: [must('symbol', 'symbol'), may('orderId', 'long'), ...paging],
      handle: (call) =>
        pageOf(ordersSeen(state, call), call.params, {
          ...{ fromId: 'orderId', maxHours: DAY_HOURS },
          idOf: ({ orderId }) => orderId,
          timeOf: ({ acceptedAtMs }) => acceptedAtMs,
        }).map(orderView),
    },
    {
      ...{ method: 'GET', path: '/api/v3/myTrades', security: 'USER_DATA' },
      weight: (values) => (values.has('orderId') ? 5 : 20),
      params: [must('symbol', 'symbol'), may('orderId', 'long'), may('fromId', 'long'), ...paging],
      handle: (call) => tradesView(state, call),
    },
    {
      ...{ method: 'GET', path: '/api/v3/rateLimit/order', security: 'USER_DATA', weight: 40, params: [] },
      handle: ({ account, nowMs }) =>
        state.counts.counts(account, nowMs).map(({ window, count }) => ({
          ...{ rateLimitType: 'ORDERS', interval: window.interval, intervalNum: window.intervalNum },
          ...{ limit: window.limit, count },
        })),
    },
    {
      ...{ method: 'GET', path: '/api/v3/account/commission', security: 'USER_DATA', weight: 20 },
      params: [must('symbol', 'symbol')],
      handle: (call) => commissionView(state, call),
    },
  ];
}

function ordersSeen(state: SpotState, { account, params, nowMs, readLagMs }: Call): SpotState['orders'] {
  const symbol = params.has('symbol') ? rulesOf(state, params.text('symbol')).symbol : undefined;
  return state.orders.filter(
    (order) =>
      order.account === account &&
      (symbol === undefined || order.rules.symbol === symbol) &&
      order.acceptedAtMs + readLagMs <= nowMs,
  );
}

function tradesView(state: SpotState, call: Call): unknown {
  const orderId = call.params.findLong('orderId');
  if (orderId !== undefined && (call.params.has('startTime') || call.params.has('endTime'))) throw badCombination();
  const trades = ordersSeen(state, call)
    .filter((order) => orderId === undefined || order.orderId === orderId)
    .flatMap((order) => order.trades.map((trade) => ({ order, trade })))
    .sort((a, b) => a.trade.id - b.trade.id);
  return pageOf(trades, call.params, {
    ...{ fromId: 'fromId', maxHours: DAY_HOURS },
    idOf: ({ trade }) => BigInt(trade.id),
    timeOf: ({ trade }) => trade.timeMs,
  }).map(({ order, trade }) => tradeView(order, trade));
}

function accountView(state: SpotState, { account, params, nowMs }: Call): unknown {
  const wallet = walletOf(state, account);
  const balances = wallet
    .assets()
    .map((asset) => ({ asset, ...wallet.balance(asset) }))
    .filter(({ free, locked }) => !params.isTrue('omitZeroBalances') || !free.plus(locked).eq(zero))
    .map(({ asset, free, locked }) => ({ asset, free: fixed8(free), locked: fixed8(locked) }));
  const { maker, taker } = account.spotCommission;
  return {
    ...{ makerCommission: Number(maker.toFixed()) * BIPS, takerCommission: Number(taker.toFixed()) * BIPS },
    ...{ buyerCommission: 0, sellerCommission: 0 },
    commissionRates: { ...noRates, maker: fixed8(maker), taker: fixed8(taker) },
    ...{ canTrade: account.canTrade, canWithdraw: account.permissions.enableWithdrawals, canDeposit: true },
    ...{ brokered: false, requireSelfTradePrevention: false, preventSor: false },
    ...{ updateTime: nowMs, accountType: 'SPOT', balances, permissions: ['SPOT'], uid: account.uid },
    fieldOfTomorrow: [],
  };
}

function commissionView(state: SpotState, { account, params }: Call): unknown {
  const { symbol } = rulesOf(state, params.text('symbol'));
  const { maker, taker } = account.spotCommission;
  return {
    symbol,
    standardCommission: { ...noRates, maker: fixed8(maker), taker: fixed8(taker) },
    specialCommission: noRates,
    taxCommission: noRates,
    discount: {
      ...{ enabledForAccount: account.paysInBnb, enabledForSymbol: true, discountAsset: 'BNB' },
      discount: '0.25000000',
    },
  };
}
