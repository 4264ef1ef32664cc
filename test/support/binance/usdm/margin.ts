import { type Decimal, decimal, max, sum, zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { ApiError } from '../protocol/api-error.ts';
import { closesHedge, isOpen, remainingOf, type UsdmDraft } from './order.ts';
import { entryOf, type Position, signed, unrealizedOf } from './position.ts';
import { balanceOf, holdingOf, leverageOf, positionOf, type UsdmHolding, type UsdmState } from './state.ts';

const MARGIN_ASSET = 'USDT';

export const leverageDecimal = (holding: UsdmHolding, symbol: string): Decimal =>
  decimal(String(leverageOf(holding, symbol)));

const markOf = (state: UsdmState, symbol: string, fallback: Decimal): Decimal =>
  state.book.find(symbol)?.mark ?? fallback;

export function unrealizedAt(state: UsdmState, position: Position): Decimal {
  return unrealizedOf(position, markOf(state, position.symbol, entryOf(position)));
}

/** At the mark price and the leverage that is set now. */
export function positionMargin(state: UsdmState, holding: UsdmHolding, position: Position): Decimal {
  const worth = position.amount.abs().times(markOf(state, position.symbol, entryOf(position)));
  return worth.div(leverageDecimal(holding, position.symbol));
}

/** Every open order that may add to a position, whichever way: stricter than the exchange, which nets the two sides. */
export function openOrderMargin(state: UsdmState, account: FakeAccount, symbol?: string): Decimal {
  const holding = holdingOf(state, account);
  const adding = state.orders.filter(
    (order) =>
      order.account === account &&
      isOpen(order) &&
      !order.reduceOnly &&
      !closesHedge(order) &&
      (symbol === undefined || order.rules.symbol === symbol),
  );
  return sum(
    adding.map((order) =>
      remainingOf(order)
        .times(order.price ?? zero)
        .div(leverageDecimal(holding, order.rules.symbol)),
    ),
  );
}

/** What new orders may be margined with. */
export function availableOf(state: UsdmState, account: FakeAccount): Decimal {
  const holding = holdingOf(state, account);
  const positions = [...holding.positions.values()];
  return balanceOf(holding, MARGIN_ASSET)
    .plus(sum(positions.map((position) => unrealizedAt(state, position))))
    .minus(sum(positions.map((position) => positionMargin(state, holding, position))))
    .minus(openOrderMargin(state, account));
}

/** How much of a draft adds to what is held; the rest of it closes. */
export function addedQuantity(state: UsdmState, account: FakeAccount, draft: UsdmDraft): Decimal {
  if (draft.reduceOnly || closesHedge(draft)) return zero;
  const { amount } = positionOf(holdingOf(state, account), draft.rules.symbol, draft.positionSide);
  const closes = amount.times(signed(draft.side, draft.quantity)).lt(zero);
  return closes ? max(zero, draft.quantity.minus(amount.abs())) : draft.quantity;
}

/** Initial margin plus what the order would lose against the mark at once. @throws ApiError -2019, -2027 */
export function checkMargin(state: UsdmState, account: FakeAccount, draft: UsdmDraft): void {
  const added = addedQuantity(state, account, draft);
  if (added.eq(zero)) return;
  const holding = holdingOf(state, account);
  const { symbol } = draft.rules;
  const { ask, bid, mark } = state.book.of(symbol);
  const price = draft.price ?? (draft.side === 'BUY' ? ask : bid);
  const openLoss = max(zero, draft.side === 'BUY' ? price.minus(mark) : mark.minus(price)).times(added);
  const needed = added.times(price).div(leverageDecimal(holding, symbol)).plus(openLoss);
  const { amount } = positionOf(holding, symbol, draft.positionSide);
  const notional = amount.abs().plus(added).times(price);
  if (notional.gt(decimal(String(maxNotional(draft.rules, leverageOf(holding, symbol))))))
    throw new ApiError(-2027, 'Exceeded the maximum allowable position at current leverage.');
  if (needed.gt(availableOf(state, account))) throw new ApiError(-2019, 'Margin is insufficient.');
}

export function maxNotional({ brackets }: UsdmDraft['rules'], leverage: number): number {
  return Math.max(...brackets.filter((bracket) => bracket.leverage >= leverage).map(({ cap }) => cap));
}
