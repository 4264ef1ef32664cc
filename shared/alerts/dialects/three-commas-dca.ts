import type { Intent, Signal } from '../../signals/signal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { buildSteps } from '../build-signal.ts';
import { takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, type Fields, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import type { ReadSettings } from '../read-settings.ts';
import { swapPair } from '../swap-pair.ts';
import { type Dialect, jsonDialect, type Read, type Reading } from './dialect.ts';

type Part = 'start' | 'add' | 'unsupported' | Intent;

/** What each action comes to, in order. Cancelling a deal leaves what was bought where it is. */
const ACTIONS: ReadonlyMap<string, readonly Part[]> = new Map<string, readonly Part[]>([
  ['close_at_market_price', ['flat']],
  ['close_at_market_price_all', ['flat']],
  ['close_at_market_price_all_and_stop_bot', ['flat', 'disable']],
  ['cancel', ['cancel_orders']],
  ['cancel_all', ['cancel_orders']],
  ['cancel_all_and_stop_bot', ['cancel_orders', 'disable']],
  ['stop_bot', ['disable']],
  ['start_bot', ['enable']],
  ['start_bot_and_start_deal', ['enable', 'start']],
  ['add_funds_in_quote', ['add']],
  ['start_trailing', ['unsupported']],
]);

const NAME = '3commas-dca';
const PAIR = aliases('pair');
const ACTION = aliases('action');
const VOLUME = aliases('volume');
const BOT = aliases('bot_id');
const ALL: Signal['size'] = { type: 'strategy_default' };

/** The messages of a DCA bot. The pair is QUOTE_BASE; a bot of one pair leaves it out. */
export const threeCommasDca: Dialect = jsonDialect({
  name: NAME,
  marks: ['message_type', 'bot_id'],
  read: (fields, reading) => readMessage(fields, reading),
});

function readMessage(fields: Fields, { settings }: Reading): Read {
  const parts = takeText(fields, ACTION) === undefined ? ['start' as const] : takeWord(fields, ACTION, ACTIONS);
  const context = readContext(fields, PAIR, { isOptional: true, respell: swapPair });
  const routeKey = takeText(fields, BOT);
  const aims = (parts ?? []).flatMap((part) => readPart(fields, part, settings) ?? []);
  return buildSteps(
    fields,
    aims.map((aim) => ({ dialect: NAME, ...context, ...aim, routeKey })),
  );
}

function readPart(fields: Fields, part: Part, { dealSide }: ReadSettings): Aim | undefined {
  if (part === 'unsupported') {
    return refuse(
      fields,
      'action_not_supported',
      'trailing cannot be started by a message; give the entry a trailing stop',
    );
  }
  if (part === 'add') return readFunds(fields);
  if (part !== 'start') return { intent: part, size: ALL, reduceOnly: part === 'flat' };
  return { intent: dealSide === undefined ? 'buy' : `open_${dealSide}`, size: ALL, reduceOnly: false };
}

function readFunds(fields: Fields): Aim | undefined {
  const value = takePositive(fields, VOLUME);
  if (value === undefined) return refuse(fields, 'quantity_missing', 'adding funds needs the field "volume"');
  return aimOf('add', undefined, { type: 'quote', value });
}
