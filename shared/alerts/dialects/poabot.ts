import type { Size } from '../../signals/signal.ts';
import { type Aim, aimOf, isExit } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { refuseNaN, takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, contradict, type Fields, hasField, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { readStopLoss, readTakeProfits } from '../read-levels.ts';
import { readOrder } from '../read-order-type.ts';
import { readSize } from '../read-size.ts';
import type { Move } from '../words.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';

const NAME = 'poabot';
const SIDES: ReadonlyMap<string, Move> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
  ['entry/buy', 'open_long'],
  ['entry/sell', 'open_short'],
  ['close/buy', 'close_short'],
  ['close/sell', 'close_long'],
]);
const SPOT_MOVES: Partial<Record<Move, Move>> = { buy: 'open_long', sell: 'close_long' };
const FOREIGN = [
  'action',
  'quantity',
  'qty',
  'size',
  'contracts',
  'position',
  'market_position',
  'limit_price',
  'sl',
  'tp',
];
const PARTS = { base: aliases('base'), quote: aliases('quote') };
const WHOLE = aliases('symbol');
const SIDE = aliases('side');
const HEDGE = aliases('hedge');
const ORDER = { type: aliases('type'), price: aliases('price') };
const AMOUNT = { quantity: aliases('amount') };
const PERCENT = aliases('percent');
const COST = aliases('cost');
const STOP = aliases('stop_price');
const PROFIT = aliases('profit_price');
const ORDER_NAME = aliases('order_name');

/** https://github.com/soodae99/poabot-custom: `entry/buy` and its kin are futures, plain `buy` and `sell` are spot. */
export const poabot: Dialect = jsonDialect({
  name: NAME,
  marks: ['base', 'quote', 'side|hedge'],
  unless: FOREIGN,
  read: readMessage,
});

function readMessage(fields: Fields): Read {
  refuseHedge(fields);
  const context = readContext(fields, WHOLE, PARTS);
  const aim = readAim(fields, context.market === 'usdm');
  const protection = { stopLoss: readStopLoss(fields, STOP), takeProfits: readTakeProfits(fields, PROFIT) };
  const orderTag = context.orderTag ?? takeText(fields, ORDER_NAME);
  const rest = { ...readOrder(fields, ORDER), ...protection, orderTag };
  return buildSignal(fields, aim && { dialect: NAME, ...context, ...rest, ...aim });
}

function refuseHedge(fields: Fields): void {
  if (takeText(fields, HEDGE)?.toUpperCase() === 'ON') {
    refuse(
      fields,
      'hedge_not_supported',
      'a hedge holds positions on two exchanges at once; send each leg to its own hook',
    );
  }
}

function readAim(fields: Fields, isFutures: boolean): Aim | undefined {
  const said = takeWord(fields, SIDE, SIDES);
  if (said === undefined)
    return hasField(fields, SIDE) ? undefined : refuse(fields, 'action_missing', 'the field "side" is missing');
  const move = isFutures ? said : (SPOT_MOVES[said] ?? said);
  return aimOf(move, undefined, readAmount(fields, isExit(move)));
}

/** Either an amount or a percentage: of what is available on entry, of the position on exit. `NaN` is how the others are left out. */
function readAmount(fields: Fields, isExiting: boolean): Size {
  const percent = takePositive(fields, PERCENT);
  const cost = takePositive(fields, COST);
  const given = [PERCENT, COST, AMOUNT.quantity].filter((names) => hasField(fields, names));
  if (given.length > 1) contradict(fields, 'it gives more than one of amount, percent and cost');
  if (percent !== undefined) return { type: isExiting ? 'pct_position' : 'pct_available', value: percent };
  if (cost !== undefined) return { type: 'quote', value: cost };
  if (given.length === 0) for (const names of [PERCENT, COST]) refuseNaN(fields, names);
  return readSize(fields, AMOUNT, isExiting ? 'exit' : 'entry');
}
