import { missingEither, noSuchOrder } from '../protocol/errors.ts';
import type { Params } from '../protocol/params.ts';
import type { Call } from '../protocol/route.ts';
import { isOpen, type UsdmOrder } from './order.ts';
import { type UsdmState, usdmRulesOf } from './state.ts';

const DAY_MS = 86_400_000;
/** Unfilled orders that ended are forgotten after three days, everything after ninety. */
const FORGET_UNFILLED_MS = 3 * DAY_MS;
const FORGET_MS = 90 * DAY_MS;

/** The order that either id names: an open one before one that used the id earlier. */
export function findUsdm(state: UsdmState, apiKey: string, params: Params): UsdmOrder | undefined {
  const { symbol } = usdmRulesOf(state, params.text('symbol'));
  const orderId = params.findLong('orderId');
  const clientOrderId = params.find('origClientOrderId');
  if (orderId === undefined && clientOrderId === undefined) throw missingEither('origClientOrderId', 'orderId');
  const found = state.orders.filter(
    (order) =>
      order.account.apiKey === apiKey &&
      order.rules.symbol === symbol &&
      (orderId === undefined || order.orderId === orderId) &&
      (clientOrderId === undefined || order.clientOrderId === clientOrderId),
  );
  return found.find(isOpen) ?? found.at(-1);
}

/** What a look-up finds; it lags, and it forgets. @throws ApiError -2013 */
export function findSeen(state: UsdmState, { account, params, nowMs, readLagMs }: Call): UsdmOrder {
  const order = findUsdm(state, account.apiKey, params);
  if (order === undefined || order.acceptedAtMs + readLagMs > nowMs) throw noSuchOrder();
  const isUnfilled = !isOpen(order) && order.trades.length === 0;
  const ageMs = nowMs - order.acceptedAtMs;
  if (ageMs > FORGET_MS || (isUnfilled && ageMs > FORGET_UNFILLED_MS)) throw noSuchOrder();
  return order;
}

/** The account's orders as far as a read knows of them. */
export function seen(state: UsdmState, { account, params, nowMs, readLagMs }: Call): UsdmOrder[] {
  const symbol = params.has('symbol') ? usdmRulesOf(state, params.text('symbol')).symbol : undefined;
  return state.orders.filter(
    (order) =>
      order.account === account &&
      (symbol === undefined || order.rules.symbol === symbol) &&
      order.acceptedAtMs + readLagMs <= nowMs,
  );
}
