import type { FakeAccount } from '../account.ts';
import { missingEither } from '../protocol/errors.ts';
import type { Params } from '../protocol/params.ts';
import { isOpen, type SpotOrder } from './order.ts';
import { rulesOf, type SpotState } from './state.ts';

/**
 * The order that `orderId` or `origClientOrderId` name; when both come they must mean the same one. An id that was used
 * again means the open order that has it now, else the youngest.
 */
export function findOrder(state: SpotState, account: FakeAccount, params: Params): SpotOrder | undefined {
  const { symbol } = rulesOf(state, params.text('symbol'));
  const orderId = params.findLong('orderId');
  const clientOrderId = params.find('origClientOrderId');
  if (orderId === undefined && clientOrderId === undefined) throw missingEither('origClientOrderId', 'orderId');
  const found = state.orders.filter(
    (order) =>
      order.account === account &&
      order.rules.symbol === symbol &&
      (orderId === undefined || order.orderId === orderId) &&
      (clientOrderId === undefined || order.clientOrderId === clientOrderId),
  );
  return found.find(isOpen) ?? found.at(-1);
}
