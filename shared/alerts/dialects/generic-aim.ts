import type { PositionSide, Size } from '../../signals/signal.ts';
import { type Aim, aimOf, isExit, reducingAimOf } from '../aim.ts';
import { takeFlag, takeOptional } from '../field-values.ts';
import { type Aliases, aliases, contradict, type Fields, hasField, refuse } from '../fields.ts';
import { readSize } from '../read-size.ts';
import { MARKET_POSITION, readTarget, TARGET_NAMES, type Target } from '../read-target.ts';
import { type Move, positionOf } from '../words.ts';
import { ACTION_NAMES, closing, MOVE_NAMES, readMove, type SpokenMove } from './generic-move.ts';

const SIZE = {
  quantity: aliases(
    ...['quantity', 'qty', 'amount', 'size', 'order_size', 'contracts', 'units', 'order_contracts'],
    ...['strategy.order_contracts', 'strategy.order.contracts', 'strategy_order_contracts'],
    ...['order.amount', 'order.quantity'],
  ),
  quoteQuantity: aliases('quote_quantity', 'quote_amount', 'quoteOrderQty', 'size_usd', 'notional', 'dollar_amount'),
  unit: aliases(
    ...['quantity_type', 'size_type', 'amount_type', 'qty_type'],
    ...['quantity_unit', 'size_unit', 'amount_unit', 'qty_unit'],
  ),
};
const POSITION = aliases('position', 'strategy.position');
const SENTIMENT = aliases('sentiment');
const REDUCE_ONLY = aliases('reduce_only');
const HELD_SIDE = aliases('position_side');

export const AIM_NAMES: readonly Aliases[] = [
  ...[...MOVE_NAMES, ...TARGET_NAMES, POSITION, SENTIMENT, REDUCE_ONLY, HELD_SIDE],
  ...[SIZE.quantity, SIZE.quoteQuantity, SIZE.unit],
];

/** Reads what to do: the position that the message reports wins over the side of the order that led to it. */
export function readAim(fields: Fields): (Aim & Target) | undefined {
  const spoken = readMove(fields);
  const reported = readTarget(fields);
  const [position, sentiment] = [POSITION, SENTIMENT].map((names) =>
    takeOptional(fields, names, (value) => positionOf(value.text)),
  );
  const targetSide = reported.targetSide ?? position;
  const after = spoken?.side ?? sentiment;
  const isReduceOnly = takeFlag(fields, REDUCE_ONLY);
  if (spoken?.move === 'cancel') return cancelAim(spoken);
  for (const other of [position, sentiment])
    if (targetSide !== undefined && other !== undefined && other !== targetSide)
      return contradict(fields, `it ends on ${targetSide}, and says ${other}`);
  if (targetSide !== undefined)
    return readTargetAim(fields, { spoken, target: { ...reported, targetSide }, isReduceOnly });
  if (spoken === undefined) return refuseMissing(fields);
  const held = takeOptional(fields, HELD_SIDE, (value) => positionOf(value.text));
  if (held !== undefined && isAgainst(orderSideOf(spoken.move), held))
    return refuseContradiction(fields, spoken.move, `the position side ${held}; send close_long or close_short`);
  const size = sizeFor(fields, spoken.move, isReduceOnly, after);
  const aim = isReduceOnly ? reducingAimOf(spoken.move, after, size) : aimOf(spoken.move, after, size);
  if (aim === undefined) return refuseContradiction(fields, spoken.move, isReduceOnly ? 'reduce only' : after);
  return { ...reported, ...aim };
}

/** What the position is, or is to be, does not narrow what is cancelled; a side beside it does. */
function cancelAim({ side }: SpokenMove): Aim {
  const orderSide = side && (side === 'long' ? 'buy' : 'sell');
  return {
    intent: 'cancel_orders',
    size: { type: 'strategy_default' },
    reduceOnly: false,
    ...(orderSide && { orderSide }),
  };
}

type Reported = { spoken: SpokenMove | undefined; target: Target; isReduceOnly: boolean };

function readTargetAim(fields: Fields, { spoken, target, isReduceOnly }: Reported): (Aim & Target) | undefined {
  const side = target.targetSide ?? 'flat';
  const move = spoken?.move;
  if (move !== undefined && target.targetQuantity === undefined && side !== 'flat' && isExit(move)) {
    return readExitAim(fields, move, target);
  }
  const orderSide = move && orderSideOf(move);
  if (orderSide !== undefined && !hasField(fields, MARKET_POSITION) && isAgainst(orderSide, side)) {
    return refuseContradiction(fields, move, `a position size that is ${side}; send market_position too`);
  }
  const size = readSize(fields, SIZE, side === 'flat' ? 'flat' : 'entry');
  return { ...target, intent: 'target_position', orderSide, size, reduceOnly: isReduceOnly };
}

/** `exit` + `position: long` closes a long: an exit never opens the side that it names. */
function readExitAim(fields: Fields, move: Move, target: Target): (Aim & Target) | undefined {
  const { targetSide, previousSide, previousQuantity } = target;
  const exit = move === 'exit' && targetSide !== undefined ? closing(targetSide) : move;
  const aim = aimOf(exit, targetSide, readSize(fields, SIZE, 'exit'));
  return aim && { previousSide, previousQuantity, ...aim };
}

/** Without the market position, `sell` beside a positive size may be a partial exit or the size of a new short. */
function isAgainst(orderSide: 'buy' | 'sell' | undefined, side: PositionSide): boolean {
  return (orderSide === 'sell' && side === 'long') || (orderSide === 'buy' && side === 'short');
}

function orderSideOf(move: Move): 'buy' | 'sell' | undefined {
  if (move === 'buy' || move === 'open_long' || move === 'close_short') return 'buy';
  return move === 'sell' || move === 'open_short' || move === 'close_long' ? 'sell' : undefined;
}

function sizeFor(fields: Fields, move: Move, isReduceOnly: boolean, after: PositionSide | undefined): Size {
  if (isReduceOnly || isExit(move)) return readSize(fields, SIZE, 'exit');
  return readSize(fields, SIZE, after === 'flat' ? 'flat' : 'entry');
}

function refuseMissing(fields: Fields): undefined {
  if (fields.problems.length > 0) return undefined;
  return refuse(fields, 'action_missing', `the field "action" is missing; accepted names are ${ACTION_NAMES}`);
}

function refuseContradiction(fields: Fields, move: Move | undefined, other: string | undefined): undefined {
  return contradict(fields, `it says ${move} and ${other}`);
}
