import { type Decimal, sum, zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { ApiError } from '../protocol/api-error.ts';
import { notRequired } from '../protocol/errors.ts';
import type { Params } from '../protocol/params.ts';
import { closesHedge, isOpen, type PositionSide, remainingOf, type UsdmDraft } from './order.ts';
import { signed } from './position.ts';
import { holdingOf, positionOf, type UsdmState } from './state.ts';

/** One-way accounts trade BOTH, hedged ones LONG or SHORT, and these know no `reduceOnly`. @throws ApiError -4061 */
export function readPositionSide(state: UsdmState, account: FakeAccount, params: Params): PositionSide {
  const side = params.find('positionSide') ?? 'BOTH';
  if (side !== 'BOTH' && side !== 'LONG' && side !== 'SHORT') throw new ApiError(-4060, 'Invalid position side.');
  const { isHedged } = holdingOf(state, account);
  if (isHedged === (side === 'BOTH')) throw new ApiError(-4061, "Order's position side does not match user's setting.");
  if (isHedged && params.has('reduceOnly')) throw notRequired('reduceonly');
  return side;
}

const refused = (): ApiError => new ApiError(-2022, 'ReduceOnly Order is rejected.');

/**
 * What reduces may not reduce more than there is, together with the orders that already want to. The exchange shortens
 * some of these instead; being refused is what a client has to cope with.
 */
export function checkReducing(state: UsdmState, account: FakeAccount, draft: UsdmDraft): void {
  if (!draft.reduceOnly && !closesHedge(draft)) return;
  const { symbol } = draft.rules;
  const { amount } = positionOf(holdingOf(state, account), symbol, draft.positionSide);
  if (amount.times(signed(draft.side, draft.quantity)).gte(zero)) throw refused();
  const waiting = state.orders.filter(
    (order) =>
      order.account === account &&
      order.rules.symbol === symbol &&
      order.positionSide === draft.positionSide &&
      order.side === draft.side &&
      (order.reduceOnly || closesHedge(order)) &&
      isOpen(order),
  );
  if (sum(waiting.map(remainingOf)).plus(draft.quantity).gt(amount.abs())) throw refused();
}

/** How much of a reducing order can still trade: never more than is held. */
export function reducible(state: UsdmState, order: UsdmDraft & { account: FakeAccount }, wanted: Decimal): Decimal {
  if (!order.reduceOnly && !closesHedge(order)) return wanted;
  const { amount } = positionOf(holdingOf(state, order.account), order.rules.symbol, order.positionSide);
  if (amount.times(signed(order.side, wanted)).gte(zero)) return zero;
  return amount.abs().lt(wanted) ? amount.abs() : wanted;
}
