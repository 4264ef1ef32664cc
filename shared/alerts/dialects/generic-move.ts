import type { PositionSide } from '../../signals/signal.ts';
import { takeFlag } from '../field-values.ts';
import {
  type Aliases,
  aliases,
  contradict,
  type Fields,
  findScalar,
  quote,
  refuse,
  release,
  type ScalarField,
} from '../fields.ts';
import { MOVE_WORDS, type Move, moveOf, positionOf } from '../words.ts';

/** What the words of a message ask for, and which position they name beside it. */
export type SpokenMove = { move: Move; side?: PositionSide };

/** Fields that say what to do and nothing else: a word there that we do not know must not be passed over. */
const VERBS: readonly Aliases[] = [
  ...['action', 'side', 'direction'],
  ...['order_action', 'strategy.order_action', 'strategy.order.action', 'strategy_order_action'],
].map((name) => aliases(name));
/** Fields that may also hold an order type, a title or a number. */
const PERHAPS: readonly Aliases[] = [aliases('order'), aliases('signal'), aliases('type')];
const CLOSES = aliases('close_position', 'isClose');
/** What says what to do, whatever it says; and what may say it. */
export const MOVE_NAMES: readonly Aliases[] = [...VERBS, CLOSES];
export const PERHAPS_MOVES = PERHAPS;
const OPENING_WORDS: readonly string[] = ['open', 'enter', 'entry'];

export const ACTION_NAMES =
  'action, side, direction, order, signal, type, order_action, strategy.order_action or market_position';

/** Reads every field that may say what to do; two that say opposite things are a problem. */
export function readMove(fields: Fields): SpokenMove | undefined {
  const hard = VERBS.flatMap((names) => findScalar(fields, names) ?? []);
  const soft = PERHAPS.flatMap((names) => findScalar(fields, names) ?? []).filter((field) => isMove(fields, field));
  const isOpening = hard.some((field) => OPENING_WORDS.includes(textOf(field).toLowerCase()));
  const said = [...hard, ...soft].filter((field) => !OPENING_WORDS.includes(textOf(field).toLowerCase()));
  const unknown = said.find((field) => moveOf(textOf(field)) === undefined);
  if (unknown !== undefined) {
    return refuse(
      fields,
      'action_unknown',
      `the field "${unknown.path}" is ${quote(textOf(unknown))}, and must be ${MOVE_WORDS}`,
    );
  }
  if (takeFlag(fields, CLOSES)) return { move: 'exit' };
  return combine(fields, said, isOpening);
}

function isMove(fields: Fields, field: ScalarField): boolean {
  if (moveOf(textOf(field)) !== undefined) return true;
  release(fields, field);
  return false;
}

function combine(fields: Fields, said: readonly ScalarField[], isOpening: boolean): SpokenMove | undefined {
  const sideFields = said.filter((field) => isSide(moveOf(textOf(field))));
  const sides = new Set(sideFields.map((field) => moveOf(textOf(field))));
  const verbs = new Set(said.map((field) => moveOf(textOf(field))).filter((move) => !isSide(move)));
  if (sides.size > 1 || verbs.size > 1) return refuseContradiction(fields, said);
  const [side] = sides;
  const [verb] = verbs;
  const position = sideFields.map((field) => positionOf(textOf(field))).find((found) => found !== undefined);
  if (verb === undefined) return side && { move: isOpening ? opening(side) : side };
  return side === undefined ? { move: verb } : withSide(fields, said, { verb, side, position });
}

type Spoken = { verb: Move; side: Move; position: PositionSide | undefined };

/** A verb beside a side: `exit` + `long` closes the long, `exit` + `sell` closes whatever is open, `cancel` + `buy` cancels buys. */
function withSide(fields: Fields, said: readonly ScalarField[], spoken: Spoken): SpokenMove | undefined {
  const { verb, side, position } = spoken;
  const bought: PositionSide = side === 'buy' ? 'long' : 'short';
  const sold: PositionSide = side === 'buy' ? 'short' : 'long';
  if (verb === 'exit') return position === undefined ? { move: 'exit' } : { move: closing(position) };
  if (verb === 'add' || verb === 'cancel') return { move: verb, side: bought };
  if (verb === 'reduce') return { move: 'reduce', side: position ?? sold };
  if (verb === 'open_long' || verb === 'open_short') {
    return verb === opening(side) ? { move: verb } : refuseContradiction(fields, said);
  }
  return { move: verb };
}

function isSide(move: Move | undefined): boolean {
  return move === 'buy' || move === 'sell';
}

function opening(side: Move): Move {
  return side === 'buy' ? 'open_long' : 'open_short';
}

export function closing(position: PositionSide): Move {
  if (position === 'flat') return 'exit';
  return position === 'long' ? 'close_long' : 'close_short';
}

function refuseContradiction(fields: Fields, said: readonly ScalarField[]): undefined {
  const shown = said.map((field) => `"${field.path}" says ${quote(textOf(field))}`).join(' and ');
  return contradict(fields, shown);
}

function textOf(field: ScalarField): string {
  return field.value.text.trim();
}
