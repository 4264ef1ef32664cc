import type { Level, Size } from '../../signals/signal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { buildSteps } from '../build-signal.ts';
import { takeFlag, takeWord } from '../field-values.ts';
import { type Aliases, aliases, type Fields, hasField, refuse } from '../fields.ts';
import type { JsonObject } from '../json-value.ts';
import { readContext } from '../read-context.ts';
import { readStopLoss } from '../read-levels.ts';
import { readSize } from '../read-size.ts';
import type { Move } from '../words.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';

const NAME = 'alertatron-lite';
const SIDES: ReadonlyMap<string, Move> = new Map([
  ['long', 'open_long'],
  ['short', 'open_short'],
  ['close', 'exit'],
]);
const KEYS: readonly string[] = [
  ...['side', 'amount', 'leverage', 'takeProfit', 'takeProfitOffset', 'stopLoss', 'stopLossOffset', 'closeExisting'],
  ...['secret', 'key', 'token', 'test'],
];
const SYMBOL = aliases('symbol');
const SIDE = aliases('side');
const SIZE = { quantity: aliases('amount'), plain: 'contracts' } as const;
const TAKES_PROFIT = aliases('takeProfit');
const PROFIT_OFFSET = aliases('takeProfitOffset');
const STOPS = aliases('stopLoss');
const STOP_OFFSET = aliases('stopLossOffset');
const CLOSES = aliases('closeExisting');

/** Signals Lite: the symbol and the keys stay with the vendor's bot, so that the strategy has to know the symbol. */
export const alertatronLite: Dialect = jsonDialect({
  name: NAME,
  marks: ['side'],
  also: { sign: 'no field but its own', holds: isLite },
  read: readMessage,
});

function isLite({ members }: JsonObject): boolean {
  const side = members.find(({ key }) => key === 'side')?.value;
  return (
    side?.kind === 'string' && SIDES.has(side.text.toLowerCase()) && members.every(({ key }) => KEYS.includes(key))
  );
}

function readMessage(fields: Fields): Read {
  const context = readContext(fields, SYMBOL, { isOptional: true });
  const move = takeWord(fields, SIDE, SIDES) ?? 'exit';
  const size: Size = readSize(fields, SIZE, move === 'exit' ? 'exit' : 'entry');
  const aims = [...(takeFlag(fields, CLOSES) && move !== 'exit' ? [flat] : []), aimOf(move, undefined, size)];
  const takeProfit = readOffset(fields, TAKES_PROFIT, PROFIT_OFFSET);
  const stopLoss = readOffset(fields, STOPS, STOP_OFFSET);
  const protection = { takeProfits: takeProfit === undefined ? [] : [takeProfit], stopLoss };
  const drafts = aims.flatMap((aim) => (aim === undefined ? [] : [aim]));
  return buildSteps(
    fields,
    drafts.map((aim) => ({ dialect: NAME, ...context, ...(aim === flat ? {} : protection), ...aim })),
  );
}

const flat: Aim = { intent: 'flat', size: { type: 'strategy_default' }, reduceOnly: true };

function readOffset(fields: Fields, isOn: Aliases, offset: Aliases): Level | undefined {
  const isSaid = hasField(fields, isOn);
  const isWanted = isSaid ? takeFlag(fields, isOn) : true;
  const level = readStopLoss(fields, offset);
  if (isSaid && isWanted && level === undefined && fields.problems.length === 0)
    return refuse(fields, 'level_missing', `"${isOn.names[0]}" is true, and needs "${offset.names[0]}", such as 2%`);
  if (level === undefined || !isWanted) return undefined;
  return { ...level, kind: level.kind === 'abs' ? 'amount' : level.kind, from: 'entry' };
}
