import type { Market } from '../../markets/market.ts';
import type { Level, Signal, Size } from '../../signals/signal.ts';
import { type Aim, aimOf, isExit } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { refuseNaN, takeFlag, takeHint, takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, contradict, type Fields, hasField, refuse } from '../fields.ts';
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
  const moves = said.some((move) => move !== 'exit') ? said.filter((move) => move !== 'exit') : said;
  const [move, other] = moves;
  if (other !== undefined) return moves.every(isExit) ? 'exit' : contradict(fields, `it says ${move} and ${other}`);
  if (move !== undefined) return move;
  return takeFlag(fields, CANCEL)
    ? 'cancel'
    : refuse(fields, 'action_missing', 'none of isBuy, isSell and isClose is true');
}

function readAim(fields: Fields, move: Move): Aim | undefined {
  return aimOf(move, undefined, move === 'cancel' ? { type: 'strategy_default' } : readUnits(fields, move));
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
  if (!takeFlag(fields, IS_LIMIT)) return { orderType: 'market', signalPrice: price };
  return { orderType: 'limit', price: price ?? refuseNoPrice(fields, PRICE) };
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
