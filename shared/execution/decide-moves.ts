import { type Decimal, zero } from '../money/decimal.ts';
import type { PositionSide, Signal, Size } from '../signals/signal.ts';
import type { DecisionInput } from './decision.ts';
import { marketPrice } from './order-price.ts';
import { heldQuantity, resolveQuantity } from './resolve-quantity.ts';

export type HeldSide = PositionSide;

/** One thing to do with the position, in order. `size` undefined means all of it. */
export type Move =
  | { do: 'close'; side: 'long' | 'short' }
  | { do: 'reduce'; side: 'long' | 'short'; size: Size }
  | { do: 'enter'; side: 'long' | 'short'; size: Size };

export type Moves = { kind: 'moves'; moves: Move[] } | { kind: 'no_op'; code: string; reason: string };

const noOp = (code: string, reason: string): Moves => ({ kind: 'no_op', code, reason });
const moves = (...list: Move[]): Moves => ({ kind: 'moves', moves: list });

/**
 * Intent and what we hold, made into moves: the transition table. A turn is always close first, then enter at the target
 * size, never one order of twice the size. `held` counts dust below the smallest order as flat.
 */
export function decideMoves(input: DecisionInput, held: HeldSide): Moves {
  const decided = movesOf(input, held);
  if (!input.signal.reduceOnly || decided.kind === 'no_op') return decided;
  const exits = decided.moves.filter((move) => move.do !== 'enter');
  if (exits.length > 0) return moves(...exits);
  return noOp('reduce_only', 'The message may only reduce, and what it asks for would open a position or add to one');
}

function movesOf(input: DecisionInput, held: HeldSide): Moves {
  const { signal } = input;
  switch (signal.intent) {
    case 'target_position':
      return towards(input, held);
    case 'buy':
      return input.strategy.sideRule === 'short_only' ? close('short', held) : enter(input, 'long', held);
    case 'sell':
      return input.strategy.sideRule === 'long_only' || (input.market === 'spot' && held === 'long')
        ? close('long', held)
        : enter(input, 'short', held);
    case 'open_long':
    case 'reverse_to_long':
      return enter(input, 'long', held);
    case 'open_short':
    case 'reverse_to_short':
      return enter(input, 'short', held);
    case 'close_long':
      return close('long', held);
    case 'close_short':
      return close('short', held);
    case 'flat':
      return held === 'flat' ? alreadyFlat() : close(held, held);
    case 'add':
      return add(signal, held);
    case 'reduce':
      return reduce(signal, held);
    case 'noop':
      return noOp('nothing_asked', 'The message asks for nothing');
    case 'cancel_orders':
    case 'modify_protection':
    case 'enable':
    case 'disable':
      return noOp('not_an_order', `"${signal.intent}" does not change the position`);
  }
}

function alreadyFlat(): Moves {
  return noOp('already_flat', 'There is no open position to close');
}

function close(side: 'long' | 'short', held: HeldSide): Moves {
  if (held === 'flat') return alreadyFlat();
  return held === side
    ? moves({ do: 'close', side })
    : noOp(`not_${side}`, `There is no ${side} position to close: the open one is ${held}`);
}

/** A size that is where to end is the difference to what is held on that side already. */
function enter(input: DecisionInput, side: 'long' | 'short', held: HeldSide): Moves {
  const { size } = input.signal;
  if (size.type === 'target_base' && held === side && input.strategy.sizeFromAlert)
    return adjust(input, held, size.value);
  const entry: Move = { do: 'enter', side, size };
  return held === 'flat' || held === side ? moves(entry) : moves({ do: 'close', side: held }, entry);
}

function add({ targetSide: meant, size }: Signal, held: HeldSide): Moves {
  if (held === 'flat') return noOp('nothing_to_add_to', 'There is no open position to add to');
  if (meant !== undefined && meant !== held)
    return noOp(`not_${meant}`, `There is no ${meant} position to add to: the open one is ${held}`);
  return moves({ do: 'enter', side: held, size });
}

function reduce(signal: Signal, held: HeldSide): Moves {
  if (held === 'flat') return alreadyFlat();
  const meant = signal.targetSide;
  if (meant !== undefined && meant !== 'flat' && meant !== held)
    return noOp(`not_${meant}`, `There is no ${meant} position to reduce: the open one is ${held}`);
  return signal.size.type === 'strategy_default'
    ? moves({ do: 'close', side: held })
    : moves({ do: 'reduce', side: held, size: signal.size });
}

/** `target_position`: where the position should be wins over the side of the order that took the chart's strategy there. */
function towards(input: DecisionInput, held: HeldSide): Moves {
  const { signal } = input;
  const target = signal.targetSide;
  if (target === undefined) return noOp('nothing_asked', 'The message names no target position');
  if (target === 'flat') return held === 'flat' ? alreadyFlat() : close(held, held);
  const quantity = signal.targetQuantity;
  const entry: Move = { do: 'enter', side: target, size: targetSize(input, quantity) };
  if (held === 'flat') return moves(entry);
  if (held !== target) return moves({ do: 'close', side: held }, entry);
  return input.strategy.sizeFromAlert && quantity !== undefined ? adjust(input, held, quantity) : scale(input, held);
}

/** Our own sizing counts where the strategy says so; else the target itself, or the order's size when it names none. */
function targetSize(input: DecisionInput, quantity: Decimal | undefined): Size {
  if (!input.strategy.sizeFromAlert) return { type: 'strategy_default' };
  return quantity === undefined ? input.signal.size : { type: 'target_base', value: quantity };
}

/** Same side, known target: only the difference to what we hold, which no leverage multiplies again. */
function adjust(input: DecisionInput, side: 'long' | 'short', target: Decimal): Moves {
  const difference = target.minus(heldQuantity(input));
  if (difference.eq(zero)) return noOp('already_there', `The position is ${side} at the target already`);
  const size: Size = { type: 'target_base', value: difference.abs() };
  return difference.gt(zero) ? moves({ do: 'enter', side, size }) : moves({ do: 'reduce', side, size });
}

/** Same side, and a target in money: what that is worth now, unless the difference is less than an order can be. */
function adjustWorth(input: DecisionInput, side: 'long' | 'short'): Moves {
  const { rules, signal } = input;
  const price = marketPrice(input);
  const unknown = noOp('target_unknown', `The position is ${side}; what the target comes to is not known now`);
  if (rules === undefined || price === undefined) return unknown;
  const resolved = resolveQuantity(signal.size, input, { price, rules, side });
  if (!resolved.ok) return unknown;
  const difference = resolved.quantity.minus(heldQuantity(input)).abs();
  const isLess = difference.lt(rules.minQuantity) || difference.times(price).lt(rules.minNotional);
  if (isLess) return noOp('already_there', `The position is ${side} at the target already`);
  return adjust(input, side, resolved.quantity);
}

/**
 * Same side, and the chart's quantities are not ours: what grew there is entered with our own size, what shrank there
 * shrinks here in proportion. Without quantities the side of the order tells.
 */
function scale(input: DecisionInput, side: 'long' | 'short'): Moves {
  const { signal } = input;
  const { previousQuantity, targetQuantity } = signal;
  const adding: Move = { do: 'enter', side, size: signal.size };
  if (previousQuantity === undefined || targetQuantity === undefined || previousQuantity.eq(zero)) {
    if (signal.orderSide === undefined && isWorth(signal.size) && input.strategy.sizeFromAlert)
      return adjustWorth(input, side);
    if (signal.orderSide === undefined) return noOp('already_there', `The position is ${side} already`);
    if ((signal.orderSide === 'buy') === (side === 'long')) return moves(adding);
    return signal.size.type === 'strategy_default' || !input.strategy.sizeFromAlert
      ? noOp('reduction_unknown', 'The message reduces the position without saying by how much')
      : moves({ do: 'reduce', side, size: signal.size });
  }
  if (targetQuantity.eq(previousQuantity))
    return noOp('already_there', `The position is ${side} at the target already`);
  if (targetQuantity.gt(previousQuantity)) return moves(adding);
  const percent = previousQuantity.minus(targetQuantity).times('100').div(previousQuantity);
  return moves({ do: 'reduce', side, size: { type: 'pct_position', value: percent } });
}

/** What a position is to be worth, in quote or of the equity. */
function isWorth({ type }: Size): boolean {
  return type === 'quote' || type === 'pct_equity';
}
