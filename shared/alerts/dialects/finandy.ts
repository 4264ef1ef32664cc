import type { PositionSide, Signal } from '../../signals/signal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, contradict, type Fields, hasField, refuse, refuseField } from '../fields.ts';
import { isScalar } from '../json-value.ts';
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
/** https://docs.finandy.com: `"positionSide": "{{strategy.market_position}}"`, and "flat" closes. */
const POSITION_SIDE = aliases('positionSide');
const POSITIONS: ReadonlyMap<string, PositionSide | 'both'> = new Map([
  ['both', 'both'],
  ['long', 'long'],
  ['short', 'short'],
  ['flat', 'flat'],
]);
const ROUTE = aliases('name');
const OPEN_PRICE = aliases('open.price');
const SCALED = aliases('open.scaled', 'open.scaled.price1.value');
const STOP = aliases('sl.price');
const STOP_PERCENT = aliases('sl.ofs');
const ORDERS = aliases('tp.orders');
/** `update` only asks for the levels to be followed by those of the next message. */
const PART = /^(?:open|close|dca|sl|slx|tp|ts|trailing)\.(?!update$|scaled)/i;
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
  const [stopLoss, other] = [readStopLoss(fields, STOP), readPercentLevel(fields, STOP_PERCENT)].flatMap(
    (stop) => stop ?? [],
  );
  if (other !== undefined) contradict(fields, 'it gives sl.price and sl.ofs: send one of them');
  const protection = { stopLoss, takeProfits: readLadder(fields, ORDERS, ORDER) };
  refuseUnreadParts(fields);
  const aim = readAim(fields);
  return buildSignal(fields, aim && { dialect: NAME, ...context, ...order, ...protection, ...aim });
}

/** What stands in one of these objects is about the order. */
function refuseUnreadParts(fields: Fields): void {
  const parts = [...fields.index.values()].flat().filter(({ path }) => PART.test(path));
  const unread = parts.find((field) => !fields.used.has(field) && isScalar(field.value) && !isOff(field.value.text));
  if (unread !== undefined) refuseField(fields, unread.path);
}

function isOff(text: string): boolean {
  return ['', '0', 'false', 'null', 'nan', 'na'].includes(text.trim().toLowerCase());
}

/** With its position side set to Strategy, the message also says where the strategy stands. */
function readAim(fields: Fields): Aim | undefined {
  const move = takeWord(fields, SIDE, SIDES);
  const reported = readTarget(fields);
  const held = takeWord(fields, POSITION_SIDE, POSITIONS);
  const named = held === 'both' ? undefined : held;
  const target = { ...reported, targetSide: reported.targetSide ?? named };
  if (move === undefined) return undefined;
  if (named !== undefined && target.targetSide !== named)
    return contradict(fields, `it ends on ${target.targetSide}, and says ${named}`);
  if (target.targetSide === undefined) return aimOf(move, undefined, { type: 'strategy_default' });
  const orderSide = move === 'buy' ? 'buy' : 'sell';
  return { ...target, intent: 'target_position', orderSide, size: { type: 'strategy_default' }, reduceOnly: false };
}
