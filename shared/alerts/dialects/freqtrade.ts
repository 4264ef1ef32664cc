import type { Signal } from '../../signals/signal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, type Fields, hasField, quote, refuse } from '../fields.ts';
import type { JsonObject } from '../json-value.ts';
import { readContext } from '../read-context.ts';
import { hasLimit, refuseNoPrice, takeOrderType } from '../read-order-type.ts';
import { readSize } from '../read-size.ts';
import type { Move } from '../words.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';

const NAME = 'freqtrade';
const SIDES: ReadonlyMap<string, Move> = new Map([
  ['long', 'open_long'],
  ['short', 'open_short'],
]);
const OWN_NAMES: readonly string[] = ['stakeamount', 'entry_tag', 'ordertype', 'tradeid'];
const PAIR = aliases('pair');
const TRADE = aliases('tradeid');
const SIDE = aliases('side');
const STAKE = { quantity: aliases('amount'), quoteQuantity: aliases('stakeamount') };
const TAG = aliases('entry_tag', 'enter_tag');
const ORDER_TYPE = aliases('ordertype');
const PRICE = aliases('price');

/** https://www.freqtrade.io/en/stable/rest-api/: the bodies of `forceenter` and `forceexit`. */
export const freqtrade: Dialect = jsonDialect({
  name: NAME,
  marks: ['pair|tradeid'],
  unless: ['action', 'order_action', 'direction', 'signal', 'type', 'order', 'position', 'quantity', 'qty', 'sl', 'tp'],
  also: { sign: `one of ${OWN_NAMES.join(', ')}`, holds: hasOwnName },
  read: readMessage,
});

function hasOwnName(object: JsonObject): boolean {
  return object.members.some(({ key }) => OWN_NAMES.includes(key));
}

function readMessage(fields: Fields): Read {
  const isExit = hasField(fields, TRADE);
  const context = readContext(fields, PAIR, { isOptional: isExit });
  const aim = isExit ? readExit(fields) : readEntry(fields);
  const orderTag = takeText(fields, TAG) ?? context.orderTag;
  return buildSignal(fields, aim && { dialect: NAME, ...context, ...readOrderTerms(fields), orderTag, ...aim });
}

function readEntry(fields: Fields): Aim | undefined {
  const move = hasField(fields, SIDE) ? takeWord(fields, SIDE, SIDES) : 'open_long';
  return move && aimOf(move, undefined, readSize(fields, STAKE, 'entry'));
}

/** The trades of Freqtrade are numbered there; only `all` means the same here. */
function readExit(fields: Fields): Aim | undefined {
  const trade = takeText(fields, TRADE) ?? '';
  if (hasField(fields, STAKE.quantity))
    return refuse(
      fields,
      'size_not_supported',
      'an exit with an amount is not supported; send the pair with "close" and a quantity',
    );
  if (trade.toLowerCase() === 'all') return aimOf('exit', undefined, { type: 'strategy_default' });
  const problem = `the trade ${quote(trade)} is a number of Freqtrade; send "all", or the pair with the action "close"`;
  return refuse(fields, 'trade_unknown', problem);
}

function readOrderTerms(fields: Fields): Partial<Signal> {
  const price = takePositive(fields, PRICE);
  const orderType = takeOrderType(fields, ORDER_TYPE) ?? (price === undefined ? 'market' : 'limit');
  if (!hasLimit(orderType)) return { orderType, signalPrice: price };
  return { orderType, price: price ?? refuseNoPrice(fields, PRICE) };
}
