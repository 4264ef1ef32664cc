import { hundred, zero } from '../../money/decimal.ts';
import type { Signal, Size } from '../../signals/signal.ts';
import { aimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { readDigits, refuseNaN, takeFlag, takePositive, takeText } from '../field-values.ts';
import { aliases, contradict, type Fields, hasField, quote, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { readStopLoss, readTakeProfits } from '../read-levels.ts';
import { refuseUnread, textCommand } from '../text-fields.ts';
import { type Dialect, type Read, textDialect } from './dialect.ts';

const NAME = 'frostybot';
const HEAD = /^(?:trade:)?(\w{1,64}):(long|short|buy|sell|close|cancel|cancelall)$/i;
const SYMBOL = aliases('symbol');
const SIZE = aliases('size');
const QUOTE = aliases('quote', 'usd');
const BASE = aliases('base');
const PRICE = aliases('price');
const REDUCE = aliases('reduce', 'reduceonly');
const POST = aliases('post', 'postonly');
const TAG = aliases('tag');
const STOP = aliases('stoptrigger', 'sl');
const PROFIT = aliases('profittrigger', 'tp');
const NOTHING: Size = { type: 'strategy_default' };

/** https://github.com/CryptoMF/frostybot-js: `long` and `short` are where to end, `buy` and `sell` are orders; sizes are dollars. */
export const frostybot: Dialect = textDialect({
  name: NAME,
  sign: 'an account and a command at the start, such as ftx:long',
  detects: (text) => HEAD.test(firstWord(text)),
  read: ({ text }, { report }) => {
    const [, stub = '', command = ''] = HEAD.exec(firstWord(text)) ?? [];
    const { fields, words } = textCommand(text.trim().split(/\s+/).slice(1), report);
    if (words[0] !== undefined) refuse(fields, 'field_not_supported', `${quote(words[0])} is not a field with a value`);
    return readCommand(fields, { stub, command: command.toLowerCase() });
  },
});

function firstWord(text: string): string {
  return text.trimStart().slice(0, 200).split(/\s/, 1)[0] ?? '';
}

function readCommand(fields: Fields, { stub, command }: { stub: string; command: string }): Read {
  const context = { ...readContext(fields, SYMBOL), accountAlias: stub };
  const terms = readTerms(fields, command);
  const protection = { stopLoss: readStopLoss(fields, STOP), takeProfits: readTakeProfits(fields, PROFIT) };
  refuseUnread(fields);
  return buildSignal(fields, terms && { dialect: NAME, ...context, ...protection, ...terms });
}

function readTerms(fields: Fields, command: string) {
  if (command === 'cancelall') return { intent: 'cancel_orders', size: NOTHING, reduceOnly: false } as const;
  if (command === 'cancel')
    return refuse(fields, 'cancel_not_supported', 'the number of an order is only known there; send cancelall');
  const size = readFrostySize(fields, command === 'close');
  if (size === undefined) return undefined;
  const price = takePositive(fields, PRICE);
  const order: Partial<Signal> = {
    ...(price && { orderType: 'limit', price }),
    postOnly: takeFlag(fields, POST) || undefined,
    orderTag: takeText(fields, TAG),
  };
  if (command === 'close') return { ...order, ...exit(size) };
  if (size.type === 'strategy_default')
    return refuse(fields, 'quantity_missing', `"${command}" needs the field "size"`);
  if (command === 'long' || command === 'short')
    return { ...order, intent: 'target_position', targetSide: command, size, reduceOnly: false } as const;
  const isReducing = takeFlag(fields, REDUCE);
  const move = command === 'buy' ? 'buy' : 'sell';
  const aim = isReducing
    ? aimOf(move === 'buy' ? 'close_short' : 'close_long', undefined, size)
    : aimOf(move, undefined, size);
  return aim && { ...order, ...aim };
}

function exit(size: Size) {
  return aimOf('exit', undefined, size) ?? { intent: 'flat' as const, size: NOTHING, reduceOnly: true };
}

/** `1000` is dollars, `3x` and `300%` are of the account, and a percentage of a close is of the position. */
function readFrostySize(fields: Fields, isClose: boolean): Size | undefined {
  const base = takePositive(fields, BASE);
  const given = [BASE, QUOTE, SIZE].filter((names) => hasField(fields, names));
  if (given.length > 1) contradict(fields, 'it gives more than one of size, quote and base: send one');
  for (const names of [BASE, QUOTE, SIZE]) refuseNaN(fields, names);
  if (base !== undefined) return { type: 'base', value: base };
  const text = takeText(fields, QUOTE) ?? takeText(fields, SIZE);
  if (text === undefined) return NOTHING;
  const unit = /[%x]$/i.exec(text)?.[0].toLowerCase() ?? '';
  const value = readDigits(unit === '' ? text : text.slice(0, -1), fields.report);
  if (value === undefined || value.lte(zero))
    return refuse(fields, 'not_a_number', `the size is ${quote(text)}, and must be above 0, such as 1000, 3x or 50%`);
  if (unit === '') return { type: 'quote', value };
  if (isClose && unit === '%') return { type: 'pct_position', value };
  return { type: 'pct_equity', value: unit === 'x' ? value.times(hundred) : value };
}
