import { type Decimal, zero } from '../money/decimal.ts';
import { changeHolding, nothingHeld, partsOf } from './holding.ts';
import type { Position, PositionFill } from './position.ts';

/**
 * `position` is the one given, changed, or a new one where none was open. `opened` is there only when the fill crossed
 * zero: `position` is then closed, and this is what was opened with the rest. `realizedPnl` is of this fill, before its `commission` in quote.
 */
export type FillEffect = { position: Position; opened?: Position; realizedPnl: Decimal; commission: Decimal };

/** Folds one fill into what we hold. Whoever calls it sees to it that each fill comes once. A closed position stays closed. */
export function applyFill(position: Position | undefined, fill: PositionFill): FillEffect {
  const before = position === undefined || position.closedAt !== undefined ? openedBy(fill) : position;
  const change = heldChange(fill);
  const commission = commissionInQuote(fill);
  const { closing, opening } = partsOf(before.quantity, change);
  if (closing.eq(zero) || opening.eq(zero)) return changed(before, { quantity: change, commission, fill });

  const closingShare = commission.times(closing).div(change);
  const closed = changed(before, { quantity: closing, commission: closingShare, fill });
  const rest = changed(openedBy(fill), { quantity: opening, commission: commission.minus(closingShare), fill });
  return { position: closed.position, opened: rest.position, realizedPnl: closed.realizedPnl, commission };
}

function openedBy(fill: PositionFill): Position {
  const { market, symbol, filledAt } = fill;
  return {
    ...nothingHeld,
    market,
    symbol,
    realizedPnl: zero,
    commission: zero,
    openedAt: filledAt,
    updatedAt: filledAt,
  };
}

/** On spot the exchange may take its commission out of the base we trade, so that we hold less than was filled. */
function heldChange(fill: PositionFill): Decimal {
  const filled = fill.side === 'buy' ? fill.quantity : fill.quantity.neg();
  return fill.market === 'spot' && fill.commissionAsset === fill.base ? filled.minus(fill.commission) : filled;
}

/** A commission in a third asset stands on its fill alone: it has no price here. */
function commissionInQuote(fill: PositionFill): Decimal {
  if (fill.commissionAsset === fill.base) return fill.commission.times(fill.price);
  return fill.symbol === `${fill.base}${fill.commissionAsset}` ? fill.commission : zero;
}

type Change = { quantity: Decimal; commission: Decimal; fill: PositionFill };

function changed(before: Position, { quantity, commission, fill }: Change): FillEffect {
  const { holding, realizedPnl } = changeHolding(before, quantity, fill.price);
  const position: Position = {
    ...before,
    ...holding,
    realizedPnl: before.realizedPnl.plus(realizedPnl),
    commission: before.commission.plus(commission),
    updatedAt: fill.filledAt,
  };
  return {
    position: position.quantity.eq(zero) ? { ...position, closedAt: fill.filledAt } : position,
    realizedPnl,
    commission,
  };
}
