import type { PositionSide, Signal, Size } from '../../signals/signal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { buildSteps } from '../build-signal.ts';
import { refuseNaN, takeHint, takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, contradict, type Fields, findField, hasField, refuse } from '../fields.ts';
import type { JsonObject } from '../json-value.ts';
import { readContext } from '../read-context.ts';
import { type LadderNames, readLadder, readLadderLevel } from '../read-ladder.ts';
import { takeOrderType } from '../read-order-type.ts';
import { readSize } from '../read-size.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';

const NAME = 'altrady';
type Act = 'open' | 'increase' | 'reduce' | 'close' | 'reverse' | 'enable' | 'disable';
/** What each action comes to, in order. */
const ACTIONS: ReadonlyMap<string, readonly Act[]> = new Map<string, readonly Act[]>([
  ['open', ['open']],
  ['increase', ['increase']],
  ['reduce', ['reduce']],
  ['close', ['close']],
  ['reverse', ['reverse']],
  ['start_bot', ['enable']],
  ['start_and_open', ['enable', 'open']],
  ['stop_bot', ['disable']],
  ['stop_and_close', ['close', 'disable']],
]);
const SIDES: ReadonlyMap<string, PositionSide> = new Map([
  ['long', 'long'],
  ['short', 'short'],
]);
const SYMBOL = aliases('symbol');
const ACTION = aliases('action');
const SIDE = aliases('side');
const BOT = aliases('api_key');
const POSITION = aliases('signal_id');
const SIZE = {
  quantity: aliases('base_amount'),
  quoteQuantity: aliases('quote_amount'),
};
const PERCENT = aliases('position_percentage', 'quantity_percentage');
const ORDER_TYPE = aliases('order_type');
const WAITS = aliases('price', 'entry_price', 'entry_condition');
const DCA = aliases('dca_orders');
const TAKE_PROFIT = aliases('take_profit');
const STOP_LOSS = aliases('stop_loss');
const SIGNAL_PRICE = aliases('signal_price');
const LEVEL: LadderNames = {
  kinds: [
    ['pct', aliases('price_percentage', 'stop_percentage')],
    ['abs', aliases('price', 'stop_price')],
  ],
  share: aliases('position_percentage'),
};
const NOTHING: Size = { type: 'strategy_default' };

/** https://support.altrady.com/en/article/webhook-signals-open-increase-reduce-close-or-reverse-a-position-p0ul1i */
export const altrady: Dialect = jsonDialect({
  name: NAME,
  marks: ['api_key', 'api_secret', 'symbol|action'],
  also: { sign: 'an action of Altrady, or a symbol such as BINA_USDT_BTC', holds: isAltrady },
  read: readMessage,
});

function isAltrady(object: JsonObject): boolean {
  if (object.members.some(({ key }) => key === 'order')) return false;
  const action = object.members.find(({ key }) => key === 'action')?.value;
  const symbol = object.members.find(({ key }) => key === 'symbol')?.value;
  const isPart = symbol?.kind === 'string' && symbol.text.split('_', 4).length === 3;
  return isPart || (action?.kind === 'string' && ACTIONS.has(action.text.toLowerCase()));
}

function readMessage(fields: Fields): Read {
  const acts = hasField(fields, ACTION) ? (takeWord(fields, ACTION, ACTIONS) ?? []) : (['open'] as const);
  const isOptional = acts.every((act) => act === 'enable' || act === 'disable' || act === 'close');
  const { explicitId: _, ...context } = readContext(fields, SYMBOL, { respell, isOptional });
  if (hasField(fields, DCA))
    refuse(fields, 'dca_not_supported', 'it adds to the position at prices below; send each as its own alert');
  const orderType = takeOrderType(fields, ORDER_TYPE) ?? 'market';
  if (orderType !== 'market' || hasField(fields, WAITS))
    refuse(
      fields,
      'order_type_not_supported',
      'an entry is a market order: order_type, price and entry_condition are not supported',
    );
  const side = takeWord(fields, SIDE, SIDES);
  const aims = acts.flatMap((act) => readAct(fields, act, side) ?? []);
  const beside = { routeKey: takeHint(fields, BOT), ...readPosition(fields), ...readProtection(fields) };
  return buildSteps(
    fields,
    aims.map((aim) => ({ dialect: NAME, ...context, ...beside, ...aim })),
  );
}

/** `BINA_USDT_BTC` is exchange, quote and base. */
function respell(text: string): string {
  const [exchange, quote, base, more] = text.split('_', 4);
  return exchange === undefined || quote === undefined || base === undefined || more !== undefined
    ? text
    : `${base}/${quote}`;
}

/** `signal_id` names the position: it comes again with every message about it, and so is no id of one message. */
function readPosition(fields: Fields): Pick<Signal, 'orderTag' | 'signalPrice'> {
  return { orderTag: takeText(fields, POSITION), signalPrice: takePositive(fields, SIGNAL_PRICE) };
}

function readAct(fields: Fields, act: Act, side: PositionSide | undefined): Aim | undefined {
  if (act === 'enable' || act === 'disable') return { intent: act, size: NOTHING, reduceOnly: false };
  const isShort = side === 'short';
  if (
    act === 'close' &&
    (hasField(fields, PERCENT) || hasField(fields, SIZE.quantity) || hasField(fields, SIZE.quoteQuantity))
  )
    return refuse(fields, 'size_not_supported', 'a close is of all of the position; send the action "reduce"');
  if (act === 'close')
    return aimOf(side === undefined ? 'exit' : isShort ? 'close_short' : 'close_long', undefined, NOTHING);
  const size = readAmount(fields);
  if (act === 'increase') return aimOf('add', side, size);
  if (act === 'reduce') return aimOf('reduce', side, size);
  if (act === 'reverse') return readReversal(fields, side, size);
  return aimOf(isShort ? 'open_short' : 'open_long', undefined, size);
}

function readAmount(fields: Fields): Size {
  const percent = takePositive(fields, PERCENT);
  if (percent === undefined) refuseNaN(fields, PERCENT);
  const size = readSize(fields, SIZE, 'entry');
  if (percent === undefined) return size;
  if (size.type !== 'strategy_default')
    contradict(fields, 'it gives a percentage of the position and an amount: send one of them');
  return { type: 'pct_position', value: percent };
}

function readReversal(fields: Fields, side: PositionSide | undefined, size: Size): Aim | undefined {
  if (side === undefined) return refuse(fields, 'side_missing', 'a reversal needs the field "side"');
  return { intent: side === 'short' ? 'reverse_to_short' : 'reverse_to_long', size, reduceOnly: false };
}

function readProtection(fields: Fields): Pick<Signal, 'takeProfits' | 'stopLoss'> {
  const takeProfits = hasField(fields, TAKE_PROFIT) ? readLadder(fields, TAKE_PROFIT, LEVEL) : [];
  const stop = findField(fields, STOP_LOSS)?.value;
  return { takeProfits, stopLoss: stop && readLadderLevel(fields, { name: 'stop_loss', item: stop }, LEVEL) };
}
