import type { Signal } from '../../signals/signal.ts';
import { aimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { takeFlag, takeOptionalDecimal, takeText, takeWord } from '../field-values.ts';
import { aliases, type Fields, fieldsOf, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { type Move, positionOf } from '../words.ts';
import { alertConnector } from './alert-connector.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';
import { readJsonMessage } from './generic.ts';

/**
 * Open-source receivers whose messages mean something else than their names say, or nothing that can be traded. All others of
 * them are read by the usual names.
 */
export const PEERS: readonly Dialect[] = [
  alertConnector,
  jsonDialect({ name: 'hyperliquid-lambda', marks: ['amountPercent'], read: refuseMaximum }),
  jsonDialect({
    name: 'artoruotsala',
    marks: ['coinOne', 'coinTwo', 'type', 'action'],
    unless: ['quantity', 'amount', 'size', 'side'],
    read: readCoins,
  }),
  jsonDialect({ name: 'serverless-bot', marks: ['market', 'details', 'source'], read: readTrend }),
  jsonDialect({ name: 'tvbit-bot', marks: ['is_test_net', 'order'], read: readNested }),
  jsonDialect({
    name: 'notification',
    marks: ['msg|message', 'key|telegram|discord|slack'],
    unless: [
      'symbol',
      'ticker',
      'pair',
      'market',
      'instrument',
      'coin',
      'asset',
      'action',
      'side',
      'direction',
      'order',
      'signal',
    ],
    read: refuseMessage,
  }),
];

const MARKET = aliases('market');
const PRICE = aliases('price');
const SIDES: ReadonlyMap<string, 'buy' | 'sell'> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
]);
const COINS = { base: aliases('coinOne'), quote: aliases('coinTwo') };
const TYPE = aliases('type');
const ACTION = aliases('action');
const TREND = aliases('details.trend');
const TRENDS: ReadonlyMap<string, Move> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
]);

/** A share of what can be withdrawn, times the highest leverage of the coin: the message does not say how much that is. */
function refuseMaximum(fields: Fields): Read {
  const advice = 'send "quantity", or "quantity_type": "pct_equity"';
  refuse(
    fields,
    'size_not_supported',
    `amountPercent is multiplied by the highest leverage of the coin there; ${advice}`,
  );
  return buildSignal(fields, undefined);
}

/** `type` is where the strategy stands afterwards. */
function readCoins(fields: Fields): Read {
  const context = readContext(fields, aliases('symbol'), COINS);
  const text = takeText(fields, TYPE) ?? '';
  const targetSide = positionOf(text);
  if (targetSide === undefined) refuse(fields, 'position_unknown', 'the field "type" is not long, short or flat');
  const orderSide = takeWord(fields, ACTION, SIDES);
  const size: Signal['size'] = { type: 'strategy_default' };
  return buildSignal(fields, {
    dialect: 'artoruotsala',
    ...context,
    intent: 'target_position',
    size,
    reduceOnly: false,
    orderSide,
    targetSide,
  });
}

/** `entry` and `cancel` are prices that its own strategies wait for, so that acting at once would not be what it asks. */
function readTrend(fields: Fields): Read {
  const context = readContext(fields, MARKET);
  const move = takeWord(fields, TREND, TRENDS);
  const waits = takeOptionalDecimal(fields, aliases('details.entry', 'details.cancel'));
  if (waits !== undefined)
    refuse(
      fields,
      'entry_not_supported',
      'details.entry and details.cancel are prices that the bot waits for; send a limit order',
    );
  if (move === undefined) refuse(fields, 'action_missing', 'the field "details.trend" is not BUY or SELL');
  const aim = move && aimOf(move, undefined, { type: 'strategy_default' });
  const signalPrice = takeOptionalDecimal(fields, PRICE);
  return buildSignal(fields, aim && { dialect: 'serverless-bot', ...context, signalPrice, ...aim });
}

/** The order stands in an object of its own; a price of 0 is none. */
function readNested(fields: Fields): Read {
  const order = fields.index.get('order')?.[0]?.value;
  if (order?.kind !== 'object')
    return { code: 'unknown_format', reason: 'Cannot read the alert: "order" must be an object' };
  const isTest = takeFlag(fields, aliases('is_test_net'));
  const members = order.members.filter(({ key, value }) => key !== 'price' || !('text' in value) || value.text !== '0');
  return readJsonMessage(
    'tvbit-bot',
    fieldsOf({ ...order, members }, fields.report),
    isTest ? { accountAlias: 'testnet' } : {},
  );
}

function refuseMessage(fields: Fields): Read {
  refuse(fields, 'notification_only', 'it is a message for people: it names no symbol and no side');
  return buildSignal(fields, undefined);
}
