import type { Signal, Size } from '../../signals/signal.ts';
import { aimOf, isExit } from '../aim.ts';
import { buildSignal, buildSteps } from '../build-signal.ts';
import { refuseNaN, takeInstant, takeOptionalDecimal, takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, contradict, type Fields, hasField, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { readStopLoss, readTakeProfits } from '../read-levels.ts';
import { refuseNoPrice } from '../read-order-type.ts';
import { textCommand } from '../text-fields.ts';
import type { Move } from '../words.ts';
import { type Dialect, type Read, textDialect } from './dialect.ts';

const NAME = 'pinebridge';
type Act = { move: Move; isResting?: boolean } | { cancels: 'buy' | 'sell' } | 'modify';
const SIGNALS: ReadonlyMap<string, Act> = new Map<string, Act>([
  ...['long', 'buy'].map((word) => [word, { move: 'buy' }] as const),
  ...['short', 'sell'].map((word) => [word, { move: 'sell' }] as const),
  ...['closelong', 'closealllong', 'exitlong'].map((word) => [word, { move: 'close_long' }] as const),
  ...['closeshort', 'closeallshort', 'exitshort'].map((word) => [word, { move: 'close_short' }] as const),
  ...['close', 'closeall', 'exit'].map((word) => [word, { move: 'exit' }] as const),
  ['cancellong', { cancels: 'buy' }],
  ['cancelshort', { cancels: 'sell' }],
  ['armlong', { move: 'buy', isResting: true }],
  ['armshort', { move: 'sell', isResting: true }],
  ['modify', 'modify'],
]);
const SYMBOL = aliases('symbol');
const SIGNAL = aliases('signal');
const QUANTITY = aliases('qty');
const LOTS = aliases('size');
const PRICE = aliases('tv_price', 'entry_price', 'close_price');
const LIMIT = aliases('limit_price');
const TIME = aliases('tv_time');
/** By which a resting order is cancelled. */
const ZONE = aliases('zone_id');
const STOP = aliases('sl_price');
const PROFIT = aliases('tp_price');
const PIPS = aliases('sl_pips', 'tp_pips');

/** https://github.com/jakeshake/pinebridge: the sentence of PineConnector with its units in it. */
export const pineBridge: Dialect = textDialect({
  name: NAME,
  sign: 'signal= and symbol= in lower case',
  detects: (text) => fieldNames(text).includes('signal') && fieldNames(text).includes('symbol'),
  lacks: (text) => {
    const missing = ['signal', 'symbol'].filter((name) => !fieldNames(text).includes(name));
    return missing.length === 1 ? missing.map((name) => `${name}=`) : undefined;
  },
  read: ({ text }, { report }) => readFields(textCommand(text.split(','), report).fields),
});

/** Lower-case, which tells it from OctoBot. */
function fieldNames(text: string): string[] {
  return text
    .slice(0, 400)
    .split(',', 12)
    .map((part) => part.slice(0, Math.max(part.indexOf('='), 0)).trim());
}

function readFields(fields: Fields): Read {
  const act = takeWord(fields, SIGNAL, SIGNALS);
  const context = readContext(fields, SYMBOL);
  const signalAt = takeInstant(fields, TIME) ?? context.signalAt;
  if (hasField(fields, PIPS))
    refuse(fields, 'pips_not_supported', 'pips mean nothing on these markets; send sl_price and tp_price');
  const protection = { stopLoss: readStopLoss(fields, STOP), takeProfits: readTakeProfits(fields, PROFIT) };
  const signalPrice = takeOptionalDecimal(fields, PRICE);
  const orderTag = takeText(fields, ZONE) ?? context.orderTag;
  const aim = act && readAct(fields, act);
  const draft = aim && { dialect: NAME, ...context, signalAt, signalPrice, orderTag, ...protection, ...aim };
  if (draft === undefined || !('orderType' in draft)) return buildSignal(fields, draft);
  const side = draft.intent === 'sell' ? 'sell' : 'buy';
  return buildSteps(fields, [{ dialect: NAME, ...context, signalAt, orderTag: undefined, ...cancelling(side) }, draft]);
}

/** At most one order rests on a side: a new one takes the place of the last. */
function cancelling(orderSide: 'buy' | 'sell') {
  return { intent: 'cancel_orders', size: { type: 'strategy_default' }, reduceOnly: false, orderSide } as const;
}

function readAct(fields: Fields, act: Act) {
  if (act === 'modify')
    return { intent: 'modify_protection', size: { type: 'strategy_default' }, reduceOnly: false } as const;
  if ('cancels' in act) return cancelling(act.cancels);
  const aim = aimOf(act.move, undefined, isExit(act.move) ? { type: 'strategy_default' } : readQuantity(fields));
  return aim && { ...aim, ...readOrder(fields, act.isResting) };
}

function readOrder(fields: Fields, isResting: boolean | undefined): Partial<Signal> {
  if (!isResting && hasField(fields, LIMIT)) contradict(fields, 'limit_price goes with armlong and armshort');
  if (!isResting) return {};
  return { orderType: 'limit', price: takePositive(fields, LIMIT) ?? refuseNoPrice(fields, LIMIT) };
}

function readQuantity(fields: Fields): Size {
  const value = takePositive(fields, QUANTITY);
  const lots = takePositive(fields, LOTS);
  if (value !== undefined && lots !== undefined) contradict(fields, 'it gives qty and size: send one of them');
  if (value !== undefined) return { type: 'base', value };
  if (lots === undefined) for (const names of [QUANTITY, LOTS]) refuseNaN(fields, names);
  return lots === undefined ? { type: 'strategy_default' } : { type: 'contracts', value: lots };
}
