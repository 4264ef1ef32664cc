import type { Signal } from '../../signals/signal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { takeInstant, takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, type Fields, refuse } from '../fields.ts';
import type { JsonObject } from '../json-value.ts';
import { readContext } from '../read-context.ts';
import { readStopLoss, readTakeProfits } from '../read-levels.ts';
import { refuseNoPrice } from '../read-order-type.ts';
import type { Move } from '../words.ts';
import { type Dialect, jsonDialect, type Read, type Reading } from './dialect.ts';
import { readJsonMessage } from './generic.ts';
import { readPineLevels, readPineSize } from './pineconnector-units.ts';

/** Smaller vendors whose messages the usual names would misread; SignalBee's alerts are stale after five minutes. */
export const VENDORS: readonly Dialect[] = [
  jsonDialect({
    name: 'signalbee',
    marks: ['webhook_secret', 'source_timestamp'],
    read: (fields) => readJsonMessage('signalbee', fields, { maxLagSeconds: 300 }),
  }),
  jsonDialect({ name: 'alphainsider', marks: ['strategy_id', 'stock_id', 'action'], read: readAllocation }),
  jsonDialect({
    name: 'theconnector',
    marks: ['action', 'symbol', 'risk', 'sl|tp'],
    unless: ['quantity', 'qty', 'size', 'amount', 'contracts', 'volume'],
    read: readUnitless,
  }),
  jsonDialect({
    name: 'copyfactory',
    marks: ['symbol', 'type', 'volume'],
    also: { sign: 'a type such as POSITION_TYPE_BUY', holds: isCopyFactory },
    read: readCopy,
  }),
  jsonDialect({
    name: 'cornix',
    marks: ['uuid', 'action'],
    unless: ['symbol', 'ticker', 'pair', 'market', 'instrument', 'tv_instrument', 'coin', 'asset', 'base', 'side'],
    read: readBot,
  }),
];

const SYMBOL = aliases('symbol');
const STOCK = aliases('stock_id');
const STRATEGY = aliases('strategy_id');
const UUID = aliases('uuid');
const ACTION = aliases('action');
const TARGETS: ReadonlyMap<string, 'long' | 'short' | 'flat'> = new Map([
  ...['long', 'buy'].map((word) => [word, 'long'] as const),
  ...['short', 'sell'].map((word) => [word, 'short'] as const),
  ...['flat', 'close'].map((word) => [word, 'flat'] as const),
]);
const MOVES: ReadonlyMap<string, Move> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
  ['close', 'exit'],
]);
/** https://metaapi.cloud/docs/copyfactory/models/webhookSignal/ */
const TYPES: ReadonlyMap<string, readonly ['buy' | 'sell', Signal['orderType']]> = new Map([
  ['position_type_buy', ['buy', 'market']],
  ['position_type_sell', ['sell', 'market']],
  ['order_type_buy_limit', ['buy', 'limit']],
  ['order_type_sell_limit', ['sell', 'limit']],
  ['order_type_buy_stop', ['buy', 'stop']],
  ['order_type_sell_stop', ['sell', 'stop']],
]);
const TYPE = aliases('type');
const TIME = aliases('time');
const VOLUME = aliases('volume');
const OPEN_PRICE = aliases('openPrice');
const STOP = aliases('stopLoss');
const PROFIT = aliases('takeProfit');
const STOP_UNITS = aliases('stopLossUnits');
const PROFIT_UNITS = aliases('takeProfitUnits');
const LEVEL_UNITS: ReadonlyMap<string, true> = new Map([['absolute_price', true]]);

/** The action is what to hold afterwards, so that `buy` twice buys once. */
function readAllocation(fields: Fields): Read {
  const context = { ...readContext(fields, STOCK), routeKey: takeText(fields, STRATEGY) };
  const targetSide = takeWord(fields, ACTION, TARGETS);
  const aim: Aim = { intent: 'target_position', targetSide, size: { type: 'strategy_default' }, reduceOnly: false };
  return buildSignal(fields, { dialect: 'alphainsider', ...context, ...aim });
}

/** The numbers count what the vendor's terminal is set to, as those of PineConnector do. */
function readUnitless(fields: Fields, { settings }: Reading): Read {
  const units = settings.pineConnector ?? {};
  const size = readPineSize(fields, units.volumeUnit);
  const levels = readPineLevels(fields, units.targetUnit);
  const context = readContext(fields, SYMBOL);
  const move = takeWord(fields, ACTION, MOVES);
  const aim = move && aimOf(move, undefined, move === 'exit' ? { type: 'strategy_default' } : size.size);
  return buildSignal(fields, aim && { dialect: 'theconnector', ...context, ...size, ...levels, ...aim });
}

function isCopyFactory(object: JsonObject): boolean {
  const type = object.members.find(({ key }) => key === 'type')?.value;
  return type?.kind === 'string' && TYPES.has(type.text.toLowerCase());
}

function readCopy(fields: Fields): Read {
  const context = readContext(fields, SYMBOL);
  const [side, orderType] = takeWord(fields, TYPE, TYPES) ?? [];
  const value = takePositive(fields, VOLUME);
  if (value === undefined) refuse(fields, 'quantity_missing', 'the field "volume" is missing');
  const at =
    orderType === 'market' ? undefined : (takePositive(fields, OPEN_PRICE) ?? refuseNoPrice(fields, OPEN_PRICE));
  const price = orderType === 'limit' ? { price: at } : { stopPrice: at };
  const levels = { stopLoss: readStopLoss(fields, STOP), takeProfits: readTakeProfits(fields, PROFIT) };
  for (const names of [STOP_UNITS, PROFIT_UNITS]) takeWord(fields, names, LEVEL_UNITS);
  const aim = side && value && aimOf(side, undefined, { type: 'contracts', value });
  const signalAt = context.signalAt ?? takeInstant(fields, TIME);
  return buildSignal(
    fields,
    aim && { dialect: 'copyfactory', ...context, signalAt, orderType, ...price, ...levels, ...aim },
  );
}

/** The pair stays with the bot that the uuid names, so that the strategy which that is bound to has to know the symbol. */
function readBot(fields: Fields): Read {
  const context = { ...readContext(fields, SYMBOL, { isOptional: true }), routeKey: takeText(fields, UUID) };
  const move = takeWord(fields, ACTION, MOVES);
  const aim = move && aimOf(move, undefined, { type: 'strategy_default' });
  return buildSignal(fields, aim && { dialect: 'cornix', ...context, ...aim });
}
