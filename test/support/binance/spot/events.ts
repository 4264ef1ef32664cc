import { zero } from '../../../../shared/money/decimal.ts';
import { fixed8 } from '../protocol/amounts.ts';
import type { SpotOrder, SpotTrade } from './order.ts';
import { type OrderList, ordersOf } from './order-list.ts';
import { nextId, type SpotState, walletOf } from './state.ts';

const FIRST_EXECUTION = 8_641_984n;

export type Execution = 'NEW' | 'TRADE' | 'CANCELED' | 'EXPIRED';

/** https://github.com/binance/binance-spot-api-docs/blob/master/user-data-stream.md#order-update */
export function tellExecution(
  state: SpotState,
  order: SpotOrder,
  execution: Execution,
  extra: { trade?: SpotTrade; canceledBy?: string } = {},
): void {
  const nowMs = state.clock.nowMs();
  const { trade } = extra;
  const event = {
    e: 'executionReport',
    E: nowMs,
    s: order.rules.symbol,
    c: extra.canceledBy ?? order.clientOrderId,
    S: order.side,
    o: order.type,
    f: order.timeInForce,
    q: fixed8(order.quantity),
    p: fixed8(order.price ?? zero),
    P: fixed8(order.stopPrice ?? zero),
    ...(order.trailingDelta === undefined ? {} : { d: order.trailingDelta, D: order.trailingSinceMs }),
    F: '0.00000000',
    g: order.orderListId,
    C: extra.canceledBy === undefined ? '' : order.clientOrderId,
    x: execution,
    X: order.status,
    r: 'NONE',
    i: order.orderId,
    l: fixed8(trade?.quantity ?? zero),
    z: fixed8(order.executed),
    L: fixed8(trade?.price ?? zero),
    n: trade === undefined ? '0' : fixed8(trade.commission),
    N: trade?.commissionAsset ?? null,
    T: order.updatedAtMs,
    t: trade?.id ?? -1,
    I: Number(nextId(state, 'execution', FIRST_EXECUTION)),
    w: order.isWorking && execution !== 'CANCELED' && execution !== 'EXPIRED',
    m: trade?.isMaker ?? false,
    M: false,
    O: order.acceptedAtMs,
    Z: fixed8(order.cumulativeQuote),
    Y: fixed8(trade?.quote ?? zero),
    Q: fixed8(order.quoteQuantity ?? zero),
    ...(order.isWorking ? { W: order.workingTimeMs } : {}),
    V: 'EXPIRE_MAKER',
    ...(order.expiryReason === undefined ? {} : { eR: order.expiryReason }),
    zz: 'a field no document names',
  };
  state.bus.tell({ market: 'spot', account: order.account, event });
}

/** The assets an order may have touched, after it touched them. */
export function tellBalances(state: SpotState, order: SpotOrder): void {
  const nowMs = state.clock.nowMs();
  const wallet = walletOf(state, order.account);
  const assets = new Set([order.rules.base, order.rules.quote, ...order.trades.map((trade) => trade.commissionAsset)]);
  const B = [...assets].map((asset) => {
    const { free, locked } = wallet.balance(asset);
    return { a: asset, f: fixed8(free), l: fixed8(locked) };
  });
  const event = { e: 'outboundAccountPosition', E: nowMs, u: nowMs, B };
  state.bus.tell({ market: 'spot', account: order.account, event });
}

export function tellList(state: SpotState, list: OrderList): void {
  const event = {
    e: 'listStatus',
    E: state.clock.nowMs(),
    s: list.symbol,
    g: list.orderListId,
    c: list.contingencyType,
    l: list.status,
    L: list.status === 'ALL_DONE' ? 'ALL_DONE' : 'EXECUTING',
    r: 'NONE',
    C: list.listClientOrderId,
    T: list.updatedAtMs,
    O: ordersOf(list).map(({ rules, orderId, clientOrderId }) => ({ s: rules.symbol, i: orderId, c: clientOrderId })),
  };
  state.bus.tell({ market: 'spot', account: list.account, event });
}
