import type { Signal } from '../../signals/signal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, type Fields, hasField, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { type LadderNames, readLadder } from '../read-ladder.ts';
import { readPercentLevel, readStopLoss } from '../read-levels.ts';
import { readTarget } from '../read-target.ts';
import type { Move } from '../words.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';

const NAME = 'finandy';
const SIDES: ReadonlyMap<string, Move> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
]);
const SYMBOL = aliases('symbol');
const SIDE = aliases('side');
const ROUTE = aliases('name');
const OPEN_PRICE = aliases('open.price');
const SCALED = aliases('open.scaled', 'open.scaled.price1.value');
const STOP = aliases('sl.price');
const STOP_PERCENT = aliases('sl.ofs');
const ORDERS = aliases('tp.orders');
const ORDER: LadderNames = {
  kinds: [
    ['abs', aliases('price')],
    ['pct', aliases('ofs')],
  ],
  share: aliases('piece'),
};

/** https://docs.finandy.com/algo-trading/signals-tradingview/interface: how much, and which sides, the hook's settings say. */
export const finandy: Dialect = jsonDialect({
  name: NAME,
  marks: ['name', 'secret', 'side', 'symbol'],
  unless: ['action', 'quantity', 'qty', 'size', 'amount', 'contracts', 'price', 'order_type', 'type'],
  read: readMessage,
});

function readMessage(fields: Fields): Read {
  const context = { ...readContext(fields, SYMBOL), routeKey: takeText(fields, ROUTE) };
  if (hasField(fields, SCALED))
    refuse(fields, 'scaled_order', 'it opens with orders at a range of prices; send one price');
  const price = takePositive(fields, OPEN_PRICE);
  const order: Partial<Signal> = price === undefined ? { orderType: 'market' } : { orderType: 'limit', price };
  const stopLoss = readStopLoss(fields, STOP) ?? readPercentLevel(fields, STOP_PERCENT);
  const protection = { stopLoss, takeProfits: readLadder(fields, ORDERS, ORDER) };
  const aim = readAim(fields);
  return buildSignal(fields, aim && { dialect: NAME, ...context, ...order, ...protection, ...aim });
}

/** With its position side set to Strategy, the message also says where the strategy stands. */
function readAim(fields: Fields): Aim | undefined {
  const move = takeWord(fields, SIDE, SIDES);
  const target = readTarget(fields);
  if (move === undefined) return undefined;
  if (target.targetSide === undefined) return aimOf(move, undefined, { type: 'strategy_default' });
  const orderSide = move === 'buy' ? 'buy' : 'sell';
  return { ...target, intent: 'target_position', orderSide, size: { type: 'strategy_default' }, reduceOnly: false };
}
