import { zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { ApiError } from '../protocol/api-error.ts';
import { invalidValue } from '../protocol/errors.ts';
import { must } from '../protocol/param-spec.ts';
import type { Call, Route } from '../protocol/route.ts';
import { maxNotional } from './margin.ts';
import { isOpen } from './order.ts';
import { holdingOf, leverageOf, type UsdmState, usdmRulesOf } from './state.ts';

const success = { code: 200, msg: 'success' };

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Initial-Leverage and its neighbours */
export function usdmSettingRoutes(state: UsdmState): Route[] {
  return [
    {
      ...{ method: 'POST', path: '/fapi/v1/leverage', security: 'TRADE', weight: 1 },
      params: [must('symbol', 'symbol'), must('leverage', 'long')],
      handle: (call) => changeLeverage(state, call),
    },
    {
      ...{ method: 'POST', path: '/fapi/v1/marginType', security: 'TRADE', weight: 1 },
      params: [must('symbol', 'symbol'), must('marginType', 'word')],
      handle: (call) => changeMarginType(state, call),
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/positionSide/dual', security: 'USER_DATA', weight: 30, params: [] },
      handle: ({ account }) => ({ dualSidePosition: holdingOf(state, account).isHedged }),
    },
    {
      ...{ method: 'POST', path: '/fapi/v1/positionSide/dual', security: 'TRADE', weight: 1 },
      params: [must('dualSidePosition', 'flag')],
      handle: (call) => changeMode(state, call),
    },
    {
      ...{ method: 'POST', path: '/fapi/v1/countdownCancelAll', security: 'TRADE', weight: 10 },
      params: [must('symbol', 'symbol'), must('countdownTime', 'long')],
      handle({ account, params, nowMs }) {
        const { symbol } = usdmRulesOf(state, params.text('symbol'));
        const { countdowns } = holdingOf(state, account);
        const countdownMs = Number(params.text('countdownTime'));
        if (countdownMs === 0) countdowns.delete(symbol);
        else countdowns.set(symbol, nowMs + countdownMs);
        return { symbol, countdownTime: params.text('countdownTime') };
      },
    },
  ];
}

function changeLeverage(state: UsdmState, { account, params, nowMs }: Call): unknown {
  const rules = usdmRulesOf(state, params.text('symbol'));
  const { symbol } = rules;
  const leverage = Number(params.text('leverage'));
  const highest = rules.brackets[0]?.leverage ?? 1;
  if (leverage < 1 || leverage > highest) throw new ApiError(-4028, `Leverage ${leverage} is not valid`);
  const holding = holdingOf(state, account);
  const isLower = leverage < leverageOf(holding, symbol);
  if (isLower && holding.isolated.has(symbol) && hasPosition(state, account, symbol))
    throw new ApiError(-4161, 'Leverage reduction is not supported in Isolated Margin Mode with open positions');
  holding.leverage.set(symbol, leverage);
  const event = { e: 'ACCOUNT_CONFIG_UPDATE', E: nowMs, T: nowMs, ac: { s: symbol, l: leverage } };
  state.bus.tell({ market: 'usdm', account, event });
  return { leverage, maxNotionalValue: String(maxNotional(rules, leverage)), symbol };
}

function changeMarginType(state: UsdmState, { account, params }: Call): unknown {
  const { symbol } = usdmRulesOf(state, params.text('symbol'));
  const type = params.text('marginType');
  if (type !== 'ISOLATED' && type !== 'CROSSED') throw invalidValue('marginType');
  const { isolated } = holdingOf(state, account);
  if (isolated.has(symbol) === (type === 'ISOLATED')) throw new ApiError(-4046, 'No need to change margin type.');
  if (hasOpenOrders(state, account, symbol))
    throw new ApiError(-4047, 'Margin type cannot be changed if there exists open orders.');
  if (hasPosition(state, account, symbol))
    throw new ApiError(-4048, 'Margin type cannot be changed if there exists position.');
  if (type === 'ISOLATED') isolated.add(symbol);
  else isolated.delete(symbol);
  return success;
}

function changeMode(state: UsdmState, { account, params }: Call): unknown {
  const isHedged = params.isTrue('dualSidePosition');
  const holding = holdingOf(state, account);
  if (holding.isHedged === isHedged) throw new ApiError(-4059, 'No need to change position side.');
  if (hasOpenOrders(state, account))
    throw new ApiError(-4067, 'Position side cannot be changed if there exists open orders.');
  if (hasPosition(state, account))
    throw new ApiError(-4068, 'Position side cannot be changed if there exists position.');
  holding.isHedged = isHedged;
  return success;
}

function hasOpenOrders(state: UsdmState, account: FakeAccount, symbol?: string): boolean {
  const isMine = (order: { account: FakeAccount; rules: { symbol: string } }): boolean =>
    order.account === account && (symbol === undefined || order.rules.symbol === symbol);
  return (
    state.orders.some((order) => isMine(order) && isOpen(order)) ||
    state.algos.some((algo) => isMine(algo) && algo.status === 'NEW')
  );
}

function hasPosition(state: UsdmState, account: FakeAccount, symbol?: string): boolean {
  const positions = [...holdingOf(state, account).positions.values()];
  return positions.some(
    (position) => (symbol === undefined || position.symbol === symbol) && !position.amount.eq(zero),
  );
}
