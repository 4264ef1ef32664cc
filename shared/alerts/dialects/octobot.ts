import { sum, zero } from '../../money/decimal.ts';
import type { Level, Signal, Size } from '../../signals/signal.ts';
import { aimOf, reducingAimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { readDigits, refuseNaN, takeFlag, takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, contradict, type Fields, hasField, quote, refuse } from '../fields.ts';
import { type Context, readContext } from '../read-context.ts';
import { refuseNoPrice, takeOrderType } from '../read-order-type.ts';
import { textCommand } from '../text-fields.ts';
import type { Move } from '../words.ts';
import { type Dialect, type Read, textDialect } from './dialect.ts';
import { levelAt, type Price, readPrice } from './octobot-prices.ts';

const NAME = 'octobot';
const SIGNALS: ReadonlyMap<string, Move> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
  ['cancel', 'cancel'],
]);
const SIDES: ReadonlyMap<string, 'buy' | 'sell'> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
]);
const SYMBOL = aliases('SYMBOL');
const SIGNAL = aliases('SIGNAL');
const VOLUME = aliases('VOLUME');
const PARAM_SIDE = aliases('PARAM_SIDE');
const ORDER_TYPE = aliases('ORDER_TYPE');
const PRICE = aliases('PRICE');
const STOP_PRICE = aliases('STOP_PRICE');
const REDUCE_ONLY = aliases('REDUCE_ONLY');
const ORDER_IDS = aliases('EXCHANGE_ORDER_IDS');
const TARGETS = ['', ...Array.from({ length: 10 }, (_, nth) => `_${nth + 1}`)].map((suffix) => ({
  price: aliases(`TAKE_PROFIT_PRICE${suffix}`),
  ratio: aliases(`TAKE_PROFIT_VOLUME_RATIO${suffix}`),
}));
/** https://www.octobot.cloud/en/guides/octobot-interfaces/tradingview/alert-format: `2%` is of the whole portfolio. */
const VOLUMES: readonly (readonly [string, Exclude<Size['type'], 'strategy_default'> | 'unsupported'])[] = [
  ...[['a%', '%a', 'pct_available'] as const, ['p%', '%p', 'pct_position'] as const].flatMap(([one, other, type]) => [
    [one, type] as const,
    [other, type] as const,
  ]),
  ...['s%', '%s', 't%', '%t'].map((unit) => [unit, 'unsupported'] as const),
  ['%', 'pct_equity'],
  ['q', 'quote'],
];

export const octobot: Dialect = textDialect({
  name: NAME,
  sign: 'SYMBOL= and SIGNAL= in upper case',
  detects: (text) => lacking(text).length === 0,
  lacks: (text) => (lacking(text).length === 1 ? lacking(text).map((name) => `${name}=`) : undefined),
  read: ({ text }, { report }) => readFields(textCommand(text.split(/[\n;]/), report).fields),
});

function lacking(text: string): string[] {
  const names = text.split(/[\n;]/, 64).map((part) => part.slice(0, Math.max(part.indexOf('='), 0)).trim());
  return ['SYMBOL', 'SIGNAL'].filter((name) => !names.includes(name));
}

function readFields(fields: Fields): Read {
  const move = takeWord(fields, SIGNAL, SIGNALS);
  const context = readContext(fields, SYMBOL);
  if (hasField(fields, ORDER_IDS))
    refuse(fields, 'cancel_not_supported', 'EXCHANGE_ORDER_IDS are only known there; cancel by PARAM_SIDE or TAG');
  if (move === 'cancel') return readCancel(fields, context);
  const size = readVolume(fields);
  const isReducing = takeFlag(fields, REDUCE_ONLY) || size.type === 'pct_position';
  const aim = move && (isReducing ? reducingAimOf(move, undefined, size) : aimOf(move, undefined, size));
  const side = move === 'sell' ? 'sell' : 'buy';
  const terms = { ...readTerms(fields, side), takeProfits: readTargets(fields, side) };
  return buildSignal(fields, aim && { dialect: NAME, ...context, ...terms, ...aim });
}

function readCancel(fields: Fields, context: Context): Read {
  const orderSide = takeWord(fields, PARAM_SIDE, SIDES);
  const cancel = { intent: 'cancel_orders', size: { type: 'strategy_default' }, reduceOnly: false } as const;
  return buildSignal(fields, { dialect: NAME, ...context, ...cancel, orderSide });
}

function readVolume(fields: Fields): Size {
  const text = takeText(fields, VOLUME);
  if (text === undefined) refuseNaN(fields, VOLUME);
  if (text === undefined) return { type: 'strategy_default' };
  const [unit, type] = VOLUMES.find(([ending]) => text.endsWith(ending)) ?? ['', 'base' as const];
  const value = readDigits(text.slice(0, text.length - unit.length), fields.report);
  if (value === undefined)
    refuse(fields, 'not_a_number', `VOLUME is ${quote(text)}, and must be a number such as 0.1, 100q, 5a% or 20p%`);
  else if (value.lte(zero)) refuse(fields, 'not_positive', `VOLUME must be above 0, and is ${quote(text)}`);
  else if (type !== 'unsupported') return { type, value };
  else
    refuse(
      fields,
      'size_not_supported',
      `VOLUME ${quote(text)} is of several assets together; send a share of what is available, such as 10a%`,
    );
  return { type: 'strategy_default' };
}

/** `STOP_PRICE` is where a stop order triggers, and the stop loss beside any other. */
function readTerms(fields: Fields, side: 'buy' | 'sell'): Partial<Signal> {
  const orderType = takeOrderType(fields, ORDER_TYPE) ?? (hasField(fields, PRICE) ? 'limit' : 'market');
  if (orderType === 'stop_limit' || orderType === 'trailing_stop')
    return refuse(fields, 'order_type_unknown', 'ORDER_TYPE must be MARKET, LIMIT or STOP') ?? {};
  if (orderType === 'stop' && hasField(fields, STOP_PRICE) && hasField(fields, PRICE))
    contradict(fields, 'a stop order has STOP_PRICE or PRICE, not both');
  if (orderType === 'stop')
    return { orderType, ...asTrigger(fields, readPrice(fields, STOP_PRICE) ?? readPrice(fields, PRICE)) };
  const stopLoss = levelAt(fields, STOP_PRICE, side === 'buy' ? 'below' : 'above');
  const price = readPrice(fields, PRICE);
  if (orderType !== 'limit') return { orderType, stopLoss };
  if (price === undefined && fields.problems.length === 0) refuseNoPrice(fields, PRICE);
  return { orderType, stopLoss, ...price };
}

function asTrigger(fields: Fields, at: Price | undefined): Partial<Signal> {
  if (at === undefined && fields.problems.length === 0)
    refuse(fields, 'price_missing', 'a stop order needs the field "STOP_PRICE"');
  return { stopPrice: at?.price, priceOffset: at?.priceOffset };
}

/** Ratios are weights: 1 and 3 are a quarter and three quarters. */
function readTargets(fields: Fields, side: 'buy' | 'sell'): Level[] {
  const targets = TARGETS.flatMap(({ price, ratio }) => {
    const level = levelAt(fields, price, side === 'buy' ? 'above' : 'below');
    return level === undefined ? [] : [{ level, ratio: takePositive(fields, ratio) }];
  });
  const total = sum(targets.flatMap(({ ratio }) => ratio ?? []));
  const known = targets.filter(({ ratio }) => ratio !== undefined).length;
  if (known > 0 && known < targets.length)
    contradict(fields, 'some take profits have a volume ratio and some have none');
  return targets.map(({ level, ratio }) => (ratio === undefined ? level : { ...level, share: ratio.div(total) }));
}
