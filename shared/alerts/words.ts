import type { PositionSide } from '../signals/signal.ts';

/** What a word such as `buy`, `enter_long` or `flatten` asks for. */
export type Move =
  | 'buy'
  | 'sell'
  | 'open_long'
  | 'open_short'
  | 'exit'
  | 'close_long'
  | 'close_short'
  | 'add'
  | 'reduce'
  | 'cancel';

const MOVES = byWord<Move>([
  ['buy', 'buy long bull bullish golong'],
  ['sell', 'sell short bear bearish goshort'],
  ['open_long', 'openlong enterlong entrylong entrybuy longentry'],
  ['open_short', 'openshort entershort entryshort entrysell shortentry'],
  ['exit', 'exit close flat flatten closeposition closeall exitall isclose'],
  ['close_long', 'closelong exitlong closesell longexit'],
  ['close_short', 'closeshort exitshort closebuy shortexit'],
  ['add', 'add increase'],
  ['reduce', 'reduce decrease'],
  ['cancel', 'cancel cancelall cancelorders cancelallorders'],
]);

const POSITIONS = byWord<PositionSide>([
  ['long', 'long bull bullish'],
  ['short', 'short bear bearish'],
  ['flat', 'flat'],
]);

/** What a message that says nothing of this is told: the plainest word for each. */
export const MOVE_WORDS =
  'buy, sell, long, short, enter_long, enter_short, exit_long, exit_short, close, add, reduce or cancel';

export function moveOf(text: string): Move | undefined {
  return MOVES.get(plainWord(text));
}

export function positionOf(text: string): PositionSide | undefined {
  return POSITIONS.get(plainWord(text));
}

function byWord<T>(rows: readonly (readonly [T, string])[]): ReadonlyMap<string, T> {
  return new Map(rows.flatMap(([meaning, words]) => words.split(' ').map((word) => [word, meaning] as const)));
}

function plainWord(text: string): string {
  return text
    .slice(0, 40)
    .toLowerCase()
    .replace(/[\s_/-]/g, '');
}
