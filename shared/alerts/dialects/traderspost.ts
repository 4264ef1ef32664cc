import type { PositionSide, SignalOrderType } from '../../signals/signal.ts';
import { type Aim, aimOf, isExit } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { takeOptionalDecimal, takePositive, takeText } from '../field-values.ts';
import {
  aliases,
  contradict,
  type Fields,
  fieldsOf,
  findScalar,
  hasField,
  isAbsent,
  quote,
  refuse,
} from '../fields.ts';
import type { JsonObject } from '../json-value.ts';
import { readContext } from '../read-context.ts';
import { readStopLoss, readTakeProfits } from '../read-levels.ts';
import { hasLimit, orderTypeOf, takeOrderType } from '../read-order-type.ts';
import { readSize } from '../read-size.ts';
import { readTrail } from '../read-trail.ts';
import { changesTheOrder } from '../refuse-unread-terms.ts';
import { type Move, moveOf, positionOf } from '../words.ts';
import { type Dialect, jsonDialect } from './dialect.ts';
import { isMarketWord, MARKET } from './generic.ts';
import { AIM_NAMES } from './generic-aim.ts';
import { PERHAPS_MOVES } from './generic-move.ts';
import { TERM_NAMES } from './generic-terms.ts';

const ACTIONS: ReadonlyMap<string, Move> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
  ['exit', 'exit'],
  ['cancel', 'cancel'],
  ['add', 'add'],
]);

const TICKER = aliases('ticker');
const ACTION = aliases('action');
const SENTIMENT = aliases('sentiment');
const SIZE = { quantity: aliases('quantity'), unit: aliases('quantityType') };
const ORDER_TYPE = aliases('orderType');
const LIMIT_PRICE = aliases('limitPrice');
const STOP_PRICE = aliases('stopPrice');
const SIGNAL_PRICE = aliases('signalPrice', 'price');
const CANCEL_TYPE = aliases('cancelOrderType');
const TAKE_PROFIT = aliases('takeProfit');
const STOP_LOSS = aliases('stopLoss');
const OPTIONS = aliases('optionType', 'intrinsicValue', 'expiration', 'strikeCount', 'strikesAway', 'strikePrice');

/** Its own names, and those that mean nothing different here. */
const OWN_NAMES = aliases(
  ...['ticker', 'action', 'sentiment', 'quantity', 'quantityType', 'orderType', 'limitPrice', 'stopPrice', 'price'],
  ...['takeProfit', 'stopLoss'],
);

/**
 * What TradersPost does not know and would ignore, but that changes what a message asks for. A message with one of these fields was
 * written for somebody else, and the generic reader takes it.
 */
const FOREIGN: ReadonlySet<string> = new Set(
  aliases(
    ...[...AIM_NAMES, ...TERM_NAMES].flatMap(({ names }) => names),
    ...['leverage', 'lev', 'symbol', 'pair', 'instrument', 'tv_instrument', 'type'],
  ).keys.filter((key) => !OWN_NAMES.keys.includes(key)),
);
/** These may hold a title or a symbol as well. */
const PERHAPS_FOREIGN = [
  ...PERHAPS_MOVES.map((names) => [names, isOrderWord] as const),
  [MARKET, isMarketWord] as const,
];

const OWN: readonly string[] = ['stopprice', 'trailpercent', 'trailamount', 'expiration'];

/** https://docs.traderspost.io/docs/developer-resources/webhooks */
export const tradersPost: Dialect = jsonDialect({
  name: 'traderspost',
  marks: ['ticker', 'action'],
  also: { sign: 'an action of TradersPost, and no field that TradersPost does not know', holds: isTradersPost },
  read: readMessage,
});

function isTradersPost(object: JsonObject): boolean {
  const action = object.members.find((member) => member.key === 'action')?.value;
  const isKnown = action?.kind === 'string' && ACTIONS.has(action.text.trim().toLowerCase());
  if (!isKnown) return false;
  const fields = fieldsOf(object, () => undefined);
  const says = (key: string): boolean => (fields.index.get(key) ?? []).some(({ value }) => !isAbsent(value));
  if ([...fields.index.keys()].some((key) => isForeign(key) && says(key))) return false;
  return !PERHAPS_FOREIGN.some(([names, isMeant]) => isMeant(findScalar(fields, names)?.value.text ?? ''));
}

/** `trail_percent` and its kin go with the order type of TradersPost. */
function isForeign(key: string): boolean {
  return FOREIGN.has(key) || (changesTheOrder(key) && !OWN.includes(key));
}

function isOrderWord(text: string): boolean {
  return moveOf(text) !== undefined || orderTypeOf(text) !== undefined;
}

function readMessage(fields: Fields) {
  if (hasField(fields, OPTIONS)) {
    refuse(fields, 'options_not_supported', 'it asks for an option; only spot and USD-M symbols are traded');
  }
  const which = takeText(fields, CANCEL_TYPE) ?? 'all';
  if (which.toLowerCase() !== 'all')
    refuse(
      fields,
      'cancel_not_supported',
      `cancelOrderType is ${quote(which)}: only all orders of a symbol are cancelled`,
    );
  const context = readContext(fields, TICKER);
  const aim = readAim(fields);
  const stopLoss = readStopLoss(fields, STOP_LOSS);
  const rest = { stopLoss, takeProfits: readTakeProfits(fields, TAKE_PROFIT), ...readTerms(fields) };
  return buildSignal(fields, aim && { dialect: tradersPost.name, ...context, ...aim, ...rest });
}

function readAim(fields: Fields): Aim | undefined {
  const action = takeText(fields, ACTION) ?? '';
  const after = readSentiment(fields);
  const move = ACTIONS.get(action.toLowerCase());
  if (move === undefined)
    return refuse(
      fields,
      'action_unknown',
      `the action is ${quote(action)}, and must be ${[...ACTIONS.keys()].join(', ')}`,
    );
  const use = isExit(move) ? 'exit' : after === 'flat' || move === 'cancel' ? 'flat' : 'entry';
  const aim = aimOf(move, after, readSize(fields, SIZE, use));
  return aim ?? contradict(fields, `the action is ${quote(action)}, and the sentiment is ${after}`);
}

function readSentiment(fields: Fields): PositionSide | undefined {
  const text = takeText(fields, SENTIMENT);
  if (text === undefined) return undefined;
  const known = 'bullish, long, bearish, short or flat';
  return positionOf(text) ?? refuse(fields, 'sentiment_unknown', `the sentiment is ${quote(text)}, not ${known}`);
}

/** A limit price that is left out is the market price: TradersPost says so, and `price` is its other name for that. */
function readTerms(fields: Fields) {
  const orderType: SignalOrderType = takeOrderType(fields, ORDER_TYPE) ?? 'market';
  const signalPrice = takeOptionalDecimal(fields, SIGNAL_PRICE);
  if (orderType === 'market') return { orderType, signalPrice };
  const stopPrice = takePositive(fields, STOP_PRICE);
  if (orderType === 'trailing_stop') return { orderType, signalPrice, stopPrice, priceOffset: readTrail(fields) };
  if (!hasLimit(orderType)) return { orderType, signalPrice, stopPrice };
  return { orderType, signalPrice, stopPrice, price: takePositive(fields, LIMIT_PRICE) ?? signalPrice };
}
