import type { Signal, Size } from '../../signals/signal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, type Fields, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { readSize } from '../read-size.ts';
import type { Move } from '../words.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';

const NAME = 'tradingview-alerts-processor';
const DIRECTIONS: ReadonlyMap<string, Move> = new Map([
  ['long', 'buy'],
  ['buy', 'buy'],
  ['short', 'sell'],
  ['sell', 'sell'],
  ['close', 'exit'],
]);
const MODES: ReadonlyMap<string, true> = new Map([
  ['reverse', true],
  ['overflow', true],
]);
const SYMBOL = aliases('symbol');
const DIRECTION = aliases('direction');
const STUB = aliases('stub');
const SIZE = { quantity: aliases('size'), percentOf: 'pct_available', plain: 'quote' } as const;
const MAX = aliases('max');
const MODE = aliases('mode');

/** https://github.com/thibaultyou/tradingview-alerts-processor: a plain size is dollars, `max` caps the whole position. */
export const alertsProcessor: Dialect = jsonDialect({ name: NAME, marks: ['stub', 'direction'], read: readMessage });

function readMessage(fields: Fields): Read {
  const context = readContext(fields, SYMBOL);
  const move = takeWord(fields, DIRECTION, DIRECTIONS);
  const aim = move && readAim(fields, move);
  const beside = { accountAlias: takeText(fields, STUB), maxPositionQuote: takePositive(fields, MAX) };
  return buildSignal(fields, aim && { dialect: NAME, ...context, ...beside, ...aim });
}

function readAim(fields: Fields, move: Move): Aim | undefined {
  const size = readSize(fields, SIZE, move === 'exit' ? 'exit' : 'entry');
  if (move === 'exit') return aimOf(move, undefined, size);
  if (size.type === 'strategy_default') return refuse(fields, 'quantity_missing', 'an entry needs the field "size"');
  return takeWord(fields, MODE, MODES) ? reversal(move, size) : aimOf(move, undefined, size);
}

function reversal(move: Move, size: Size): Pick<Signal, 'intent' | 'size' | 'reduceOnly'> {
  return { intent: move === 'buy' ? 'reverse_to_long' : 'reverse_to_short', size, reduceOnly: false };
}
