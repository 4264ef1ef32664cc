import type { Market } from '../../markets/market.ts';
import type { Level, Signal, Size } from '../../signals/signal.ts';
import { type Aim, aimOf, isExit } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { refuseNaN, takeFlag, takeHint, takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, contradict, type Field, type Fields, hasField, isAbsent, refuse, refuseField } from '../fields.ts';
import { isScalar } from '../json-value.ts';
import { readContext } from '../read-context.ts';
import { type LadderNames, readLadder } from '../read-ladder.ts';
import { readPercentLevel, readStopLoss } from '../read-levels.ts';
import { refuseNoPrice } from '../read-order-type.ts';
import { readSize, type Unit } from '../read-size.ts';
import type { Move } from '../words.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';

const NAME = 'tv-hub';
const SYMBOL = aliases('pair');
const EXCHANGE = aliases('exchange');
const ACCOUNT = aliases('apiKey');
const MOVES: readonly (readonly [Move, ReturnType<typeof aliases>])[] = [
  ['close_long', aliases('closeLong')],
  ['close_short', aliases('closeShort')],
  ['exit', aliases('isClose')],
  ['buy', aliases('isBuy')],
  ['sell', aliases('isSell')],
];
const CANCEL = aliases('cancelAllOrders');
/** https://www.tv-hub.org/docs/trade-command/sizing/ */
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['absolute', 'base'],
  ['percent', 'pct_available'],
  ['percentbalance', 'pct_equity'],
  ['percentwallet', 'pct_equity'],
  ['percentposition', 'pct_position'],
  ['risk', 'risk_pct'],
]);
const UNIT = aliases('unitsType');
const SIZE = { quantity: aliases('units'), unit: UNIT, units: UNITS };
const PERCENT = aliases('unitsPercent');
const PERCENT_SIZE = { quantity: PERCENT, unit: UNIT, units: UNITS };
const FIXED = aliases('fixedQuoteSize');
const IS_FIXED = aliases('useFixedSize');
const IS_LIMIT = aliases('isLimit');
const POST_ONLY = aliases('postOnly');
const COMMENT = aliases('strategyComment');
const CLOSING = /^\s*(?:close|exit)\b/i;
const IS_PARTIAL = aliases('usePartialClose');
const PARTIAL = aliases('partialCloseValue');
const PARTIAL_TYPE = aliases('partialCloseType');
const PARTIAL_TYPES: ReadonlyMap<string, 'pct_position' | 'base'> = new Map([
  ['percent', 'pct_position'],
  ['absolute', 'base'],
]);
const PRICE = aliases('price');
const STOP_PERCENT = aliases('stopLossPercent');
const STOP_PRICE = aliases('stopLossPrice', 'stopLoss');
const STOP_TYPE = aliases('stopLossType');
const TARGET_TYPE = aliases('targetType');
const LEVEL_TYPES: ReadonlyMap<string, 'pct' | 'abs'> = new Map([
  ['percent', 'pct'],
  ['absolute', 'abs'],
  ['price', 'abs'],
]);
const AMOUNT = aliases('amount');
const TARGETS = aliases('targets');
const ARE_SHARES = aliases('targetAmountInPercent');
const KINDS: LadderNames['kinds'] = [
  ['pct', aliases('takeProfitPercent')],
  ['abs', aliases('takeProfitPrice', 'takeProfit', 'price')],
];

/** `targetType` says which of them counts. */
const OTHER_KINDS = aliases(...KINDS.flatMap(([, { names }]) => names));

export const tvHub: Dialect = jsonDialect({
  name: NAME,
  marks: ['pair', 'isBuy|isSell|isClose|closeLong|closeShort|unitsType|cancelAllOrders'],
  read: readMessage,
});

function readMessage(fields: Fields): Read {
  const market = marketOf(fields, takeText(fields, EXCHANGE)?.toLowerCase() ?? '');
  const context = readContext(fields, SYMBOL);
  const move = readMove(fields);
  const aim = move && readAim(fields, move);
  const beside = { accountAlias: takeHint(fields, ACCOUNT), ...readOrderTerms(fields), ...readProtection(fields) };
  refuseUnread(fields);
  return buildSignal(fields, aim && { dialect: NAME, ...context, market: context.market ?? market, ...beside, ...aim });
}

/** The exchange also says the market, and whether it is a real one. */
function marketOf(fields: Fields, exchange: string): Market | undefined {
  if (exchange.includes('futures-coin')) refuse(fields, 'coin_margined', 'coin-margined contracts are not traded');
  if (exchange.includes('futures')) return 'usdm';
  return exchange === 'binance' || exchange.includes('-spot') ? 'spot' : undefined;
}

function readMove(fields: Fields): Move | undefined {
  const said = MOVES.filter(([, names]) => takeFlag(fields, names)).map(([move]) => move);
  // isClose says how closeLong and closeShort are meant; beside an entry it is not allowed.
  const moves = said.every(isExit) && said.length > 1 ? said.filter((move) => move !== 'exit') : said;
  const [move, other] = moves;
  if (other !== undefined) return moves.every(isExit) ? 'exit' : contradict(fields, `it says ${move} and ${other}`);
  if (move !== undefined) return readClosing(fields, move);
  return takeFlag(fields, CANCEL)
    ? 'cancel'
    : refuse(fields, 'action_missing', 'none of isBuy, isSell and isClose is true');
}

/** What the script calls its order says whether that closes: `{{strategy.order.comment}}` of an exit. */
function readClosing(fields: Fields, move: Move): Move {
  const isClosing = CLOSING.test(takeText(fields, COMMENT) ?? '');
  if (!isClosing || isExit(move)) return move;
  return move === 'buy' ? 'close_short' : 'close_long';
}

/** A flag or an expression that nobody has read would change the order; `isMarket` says what is so without it. */
function refuseUnread(fields: Fields): void {
  for (const [name, found] of fields.index) {
    const unread =
      name === 'ismarket' ? undefined : found.find((field) => !fields.used.has(field) && asksFor(name, field));
    if (unread !== undefined) refuseField(fields, unread.path);
  }
}

function asksFor(name: string, { value }: Field): boolean {
  if (!isScalar(value) || isAbsent(value)) return false;
  return value.text.trim().toLowerCase() === 'true' || name.endsWith('expression');
}

/** @see https://www.tv-hub.org/docs/trade-command/close-and-cancel/ */
function readPartialClose(fields: Fields, move: Move): Size | undefined {
  if (!takeFlag(fields, IS_PARTIAL)) return undefined;
  if (!isExit(move)) return contradict(fields, `usePartialClose is true, and it says ${move}`);
  const kind = takeWord(fields, PARTIAL_TYPE, PARTIAL_TYPES) ?? 'pct_position';
  const value = takePositive(fields, PARTIAL);
  if (value !== undefined) return { type: kind, value };
  return refuse(fields, 'quantity_missing', 'usePartialClose is true, and needs partialCloseValue');
}

function readAim(fields: Fields, move: Move): Aim | undefined {
  const partial = readPartialClose(fields, move);
  const size = partial ?? (move === 'cancel' ? { type: 'strategy_default' as const } : readUnits(fields, move));
  return aimOf(move, undefined, size);
}

/** Which of the fields counts, `useFixedSize` and `unitsType` say; a size that neither points at would be passed over. */
function readUnits(fields: Fields, move: Move): Size {
  const isFixed = takeFlag(fields, IS_FIXED);
  const fixed = isFixed ? takePositive(fields, FIXED) : undefined;
  if (fixed !== undefined) return { type: 'quote', value: fixed };
  if (isFixed) refuse(fields, 'quantity_missing', 'useFixedSize is true, and needs fixedQuoteSize');
  const isPercent = takeText(fields, UNIT)?.toLowerCase().startsWith('percent') && hasField(fields, PERCENT);
  const size = readSize(fields, isPercent ? PERCENT_SIZE : SIZE, isExit(move) ? 'exit' : 'entry');
  if (size.type === 'strategy_default') refuseUnpointed(fields);
  return isExit(move) && size.type === 'pct_available' ? { type: 'pct_position', value: size.value } : size;
}

function refuseUnpointed(fields: Fields): void {
  if (fields.problems.length > 0) return;
  if (hasField(fields, PERCENT)) refuse(fields, 'quantity_type_unknown', 'unitsPercent needs "unitsType": "percent"');
  if (hasField(fields, FIXED)) refuse(fields, 'quantity_type_unknown', 'fixedQuoteSize needs "useFixedSize": true');
  refuseNaN(fields, PERCENT);
}

function readOrderTerms(fields: Fields): Partial<Signal> {
  const price = takePositive(fields, PRICE);
  const postOnly = takeFlag(fields, POST_ONLY) || undefined;
  if (!takeFlag(fields, IS_LIMIT)) return { orderType: 'market', signalPrice: price };
  return { orderType: 'limit', price: price ?? refuseNoPrice(fields, PRICE), postOnly };
}

function readProtection(fields: Fields): { takeProfits: Level[]; stopLoss: Level | undefined } {
  const areShares = takeFlag(fields, ARE_SHARES);
  const type = takeWord(fields, TARGET_TYPE, LEVEL_TYPES);
  const kinds = type === undefined ? KINDS : KINDS.filter(([kind]) => kind === type);
  const takeProfits = readLadder(fields, TARGETS, { kinds, beside: OTHER_KINDS, share: AMOUNT });
  if (!areShares && takeProfits.some(({ share }) => share !== undefined))
    refuse(fields, 'size_not_supported', 'the amount of a target is supported with "targetAmountInPercent": true only');
  return { takeProfits, stopLoss: readStop(fields) };
}

function readStop(fields: Fields): Level | undefined {
  const type = takeWord(fields, STOP_TYPE, LEVEL_TYPES);
  const percent = type === 'abs' ? undefined : readPercentLevel(fields, STOP_PERCENT);
  const price = type === 'pct' ? undefined : readStopLoss(fields, STOP_PRICE);
  if (percent !== undefined && price !== undefined)
    return contradict(fields, 'it has a stop loss in percent and one at a price: send stopLossType');
  return percent ?? price;
}
