import { print, zero } from '../../../../shared/money/decimal.ts';
import { fixed, fixed8 } from '../protocol/amounts.ts';
import type { AlgoOrder } from './algo-order.ts';
import { unrealizedAt } from './margin.ts';
import { averageOf, type UsdmOrder, type UsdmTrade } from './order.ts';
import { entryOf } from './position.ts';
import { balanceOf, holdingOf, positionOf, type UsdmState } from './state.ts';

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Event-Order-Update */
export function tellOrder(
  state: UsdmState,
  order: UsdmOrder,
  execution: 'NEW' | 'TRADE' | 'CANCELED' | 'EXPIRED',
  trade?: UsdmTrade,
): void {
  const o = {
    ...{ s: order.rules.symbol, c: order.clientOrderId, S: order.side, o: order.type, f: order.timeInForce },
    ...{ q: print(order.quantity), p: print(order.price ?? zero), ap: print(averageOf(order)), sp: '0' },
    ...{ x: execution, X: order.status, i: order.orderId, l: print(trade?.quantity ?? zero) },
    ...{ z: print(order.executed), L: print(trade?.price ?? zero) },
    ...(trade === undefined ? {} : { n: fixed8(trade.commission), N: 'USDT' }),
    ...{ T: order.updatedAtMs, t: trade?.id ?? 0, b: '0', a: '0', m: trade?.isMaker ?? false },
    ...{ R: order.reduceOnly, wt: 'CONTRACT_PRICE', ot: order.type, ps: order.positionSide },
    ...{ cp: order.closePosition, rp: fixed8(trade?.realized ?? zero), pP: false, si: 0, ss: 0 },
    ...{ V: 'EXPIRE_MAKER', pm: 'NONE', gtd: order.goodTillMs, er: '0', zz: 'a field no document names' },
  };
  const event = { e: 'ORDER_TRADE_UPDATE', E: state.clock.nowMs(), T: order.updatedAtMs, o };
  state.bus.tell({ market: 'usdm', account: order.account, event });
}

/** Only what changed: the margin asset and the one position. */
export function tellAccount(state: UsdmState, order: UsdmOrder): void {
  const holding = holdingOf(state, order.account);
  const { symbol } = order.rules;
  const position = positionOf(holding, symbol, order.positionSide);
  const balance = fixed8(balanceOf(holding, 'USDT'));
  const isIsolated = holding.isolated.has(symbol);
  const event = {
    ...{ e: 'ACCOUNT_UPDATE', E: state.clock.nowMs(), T: order.updatedAtMs },
    a: {
      m: 'ORDER',
      B: [{ a: 'USDT', wb: balance, cw: balance, bc: '0' }],
      P: [
        {
          ...{ s: symbol, pa: print(position.amount), ep: fixed(entryOf(position), order.rules.pricePrecision + 3) },
          ...{ bep: '0', cr: '0', up: fixed8(unrealizedAt(state, position)) },
          ...{ mt: isIsolated ? 'isolated' : 'cross', iw: '0', ps: position.side, ma: 'USDT' },
        },
      ],
    },
  };
  state.bus.tell({ market: 'usdm', account: order.account, event });
}

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Event-Algo-Order-Update */
export function tellAlgo(state: UsdmState, algo: AlgoOrder): void {
  const { actual } = algo;
  const o = {
    ...{ caid: algo.clientAlgoId, aid: algo.algoId, at: 'CONDITIONAL', o: algo.type, s: algo.rules.symbol },
    ...{ S: algo.side, ps: algo.positionSide, f: algo.timeInForce, q: print(algo.quantity ?? zero), X: algo.status },
    ...{ ai: actual === undefined ? '' : String(actual.orderId), ap: print(actual ? averageOf(actual) : zero) },
    ...{ aq: print(actual?.executed ?? zero), act: actual?.type ?? '0', tp: print(algo.triggerPrice ?? zero) },
    ...{ p: print(algo.price ?? zero), V: 'EXPIRE_MAKER', wt: algo.workingType, pm: 'NONE' },
    ...{ cp: algo.closePosition, pP: false, R: algo.reduceOnly, tt: algo.triggeredAtMs, gtd: 0, rm: algo.refusal },
  };
  const event = { e: 'ALGO_UPDATE', T: algo.updatedAtMs, E: state.clock.nowMs(), o };
  state.bus.tell({ market: 'usdm', account: algo.account, event });
}
