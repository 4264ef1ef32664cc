import { type Aim, aimOf, isExit } from '../aim.ts';
import type { Fields } from '../fields.ts';
import { readSize, type SizeNames } from '../read-size.ts';
import { readTarget } from '../read-target.ts';
import type { Move } from '../words.ts';

/** The six words that 3Commas and OKX have in common: two that a strategy sends, and four that a person does. */
export const SIGNAL_BOT_ACTIONS: ReadonlyMap<string, Move> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
  ['enter_long', 'open_long'],
  ['enter_short', 'open_short'],
  ['exit_long', 'close_long'],
  ['exit_short', 'close_short'],
]);

/** What a strategy holds afterwards wins over the order that took it there; the words of a person say it themselves. */
export function readSignalBotAim(fields: Fields, move: Move, names: SizeNames): Aim | undefined {
  const target = readTarget(fields);
  if (target.targetSide === undefined || (move !== 'buy' && move !== 'sell'))
    return aimOf(move, undefined, readSize(fields, names, isExit(move) ? 'exit' : 'entry'));
  const size = readSize(fields, names, target.targetSide === 'flat' ? 'flat' : 'entry');
  return { ...target, intent: 'target_position', orderSide: move, size, reduceOnly: false };
}
