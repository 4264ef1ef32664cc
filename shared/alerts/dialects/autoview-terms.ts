import { decimal, zero } from '../../money/decimal.ts';
import type { Level, PriceOffset, Signal, Size } from '../../signals/signal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { readDigits, takeFlag, takeText, takeWord } from '../field-values.ts';
import { aliases, type Fields, hasField, quote, refuse } from '../fields.ts';
import type { ReadSettings } from '../read-settings.ts';
import type { Move } from '../words.ts';
import { readAutoviewProfit, readAutoviewStop } from './autoview-levels.ts';

const BOOKS: ReadonlyMap<string, Move> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
  ['long', 'open_long'],
  ['short', 'open_short'],
]);
const COMMANDS: ReadonlyMap<string, 'order' | 'position'> = new Map([
  ['order', 'order'],
  ['position', 'position'],
]);
const TYPES: ReadonlyMap<string, Partial<Signal>> = new Map<string, Partial<Signal>>([
  ['limit', { orderType: 'limit' }],
  ['market', { orderType: 'market' }],
  ['fok', { orderType: 'limit', timeInForce: 'fok' }],
  ['ioc', { orderType: 'limit', timeInForce: 'ioc' }],
  ['post', { orderType: 'limit', postOnly: true }],
]);
const YIELDS: ReadonlyMap<string, 'pct_available' | 'pct_equity'> = new Map([
  ['balance', 'pct_available'],
  ['equity', 'pct_equity'],
]);
const UNITS: ReadonlyMap<string, 'quote'> = new Map([['currency', 'quote']]);
const BOOK = aliases('b');
const COMMAND = aliases('c');
const QUANTITY = aliases('q');
const YIELD = aliases('y');
const UNIT = aliases('u');
const TYPE = aliases('t');
const PRICE = aliases('p');
const REDUCE_ONLY = aliases('ro');
const ALL = decimal('100');
const NOTHING: Size = { type: 'strategy_default' };

/** `c=position b=short` closes a short: there `b` names the position, not the side of an order. */
export function readAutoviewAim(fields: Fields): (Aim & Partial<Signal>) | undefined {
  const move = takeWord(fields, BOOK, BOOKS);
  const command = takeWord(fields, COMMAND, COMMANDS);
  if (fields.problems.length > 0) return undefined;
  const isLong = move === 'buy' || move === 'open_long';
  const orderSide = move && (isLong ? 'buy' : 'sell');
  if (command === 'order') return { intent: 'cancel_orders', size: NOTHING, reduceOnly: false, orderSide };
  if (command === 'position') {
    const closing = move === undefined ? 'exit' : isLong ? 'close_long' : 'close_short';
    return aimOf(closing, undefined, readQuantity(fields, true));
  }
  if (move === undefined) return refuse(fields, 'action_missing', 'the field "b" or "c" is missing');
  const aim = aimOf(move, undefined, readQuantity(fields, false));
  return aim && takeFlag(fields, REDUCE_ONLY) ? aimOf(isLong ? 'close_short' : 'close_long', undefined, aim.size) : aim;
}

/** All of it where the message does not say: of the balance, or of the position. */
function readQuantity(fields: Fields, isExit: boolean): Size {
  takeFlag(fields, REDUCE_ONLY);
  const of = takeWord(fields, YIELD, YIELDS) ?? 'pct_available';
  const unit = takeWord(fields, UNIT, UNITS) ?? 'base';
  // A quantity that TradingView could not work out must not become all there is.
  const text = takeText(fields, QUANTITY) ?? (fields.index.has('q') ? 'NaN' : '100%');
  const isPercent = text.endsWith('%');
  const value = readDigits(isPercent ? text.slice(0, -1) : text, fields.report);
  if (value === undefined || value.lte(zero)) {
    refuse(fields, 'not_a_number', `"q" is ${quote(text)}, and must be one number above 0 or a percentage`);
    return NOTHING;
  }
  if (!isPercent) return { type: unit, value };
  return { type: isExit ? 'pct_position' : of, value: value.gt(ALL) && isExit ? ALL : value };
}

/** Without `t` an order is a limit; without a price as well nobody can say what Autoview made of it, so that the hook has to. */
export function readAutoviewTerms(fields: Fields, aim: Aim, settings: ReadSettings): Partial<Signal> | undefined {
  if (aim.intent === 'cancel_orders') return {};
  const type = takeWord(fields, TYPE, TYPES);
  const isExit = aim.reduceOnly;
  const isLong = isExit ? aim.intent !== 'close_short' && aim.targetSide !== 'short' : /buy|long/.test(aim.intent);
  const stopLoss = readAutoviewStop(fields, isLong);
  if (isExit && stopLoss !== undefined) return readExitStop(fields, aim, stopLoss);
  const takeProfit = readAutoviewProfit(fields, isLong);
  if (isExit && takeProfit !== undefined)
    return refuse(fields, 'level_not_supported', 'a close with a take profit is not supported; send p= for its price');
  const levels = { stopLoss, takeProfits: takeProfit === undefined ? [] : [takeProfit] };
  if (type?.orderType === 'market') return { ...type, ...levels };
  const price = readPrice(fields);
  if (price !== undefined) return { orderType: 'limit', ...type, ...levels, ...price };
  if (hasField(fields, PRICE)) return undefined;
  if (type === undefined && settings.autoviewMarketWithoutPrice) return { orderType: 'market', ...levels };
  const how = 'add t=market or p=, or choose readSettings.autoviewMarketWithoutPrice (true, false) for the strategy';
  return refuse(fields, 'unit_not_chosen', `the order is a limit without a price; ${how}`);
}

/** `c=position b=long sl=-3.1%` protects what is held: all of it, and at the market once it is touched. */
function readExitStop(fields: Fields, aim: Aim, stopLoss: Level): Partial<Signal> | undefined {
  if (hasField(fields, PRICE))
    return refuse(fields, 'limit_not_supported', '"p" beside "sl" is the limit of a stop, which is not supported');
  if (aim.intent === 'flat')
    return refuse(fields, 'side_missing', 'a stop for a position needs the side of it: b=long or b=short');
  if (aim.intent === 'reduce')
    return refuse(fields, 'stop_share_not_supported', 'a stop loss for a part of the position is not supported');
  const targetSide = aim.intent === 'close_short' ? 'short' : 'long';
  return { intent: 'modify_protection', size: NOTHING, reduceOnly: false, targetSide, stopLoss };
}

function readPrice(fields: Fields): Pick<Signal, 'price' | 'priceOffset'> | undefined {
  const text = takeText(fields, PRICE);
  if (text === undefined) return undefined;
  const isPercent = text.endsWith('%');
  const value = readDigits(isPercent ? text.slice(0, -1) : text.replace(/^#/, ''), fields.report);
  if (value === undefined)
    return refuse(
      fields,
      'not_a_number',
      `"p" is ${quote(text)}, and must be one price or a percentage; ranges are not supported`,
    );
  if (!isPercent) return value.gt(zero) ? { price: value } : refuse(fields, 'not_positive', '"p" must be above 0');
  const priceOffset: PriceOffset = { kind: 'pct', value, from: 'market', towards: 'up' };
  return { priceOffset };
}
