import type { Market } from '../../markets/market.ts';
import type { Level, Signal, Size } from '../../signals/signal.ts';
import { type Aim, aimOf, isExit } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { takeFlag, takeHint, takePositive, takeText } from '../field-values.ts';
import { aliases, type Fields, refuse } from '../fields.ts';
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
const PERCENT_SIZE = { quantity: aliases('unitsPercent', 'units'), unit: UNIT, units: UNITS };
const FIXED = aliases('fixedQuoteSize');
const IS_FIXED = aliases('useFixedSize');
const IS_LIMIT = aliases('isLimit');
const PRICE = aliases('price');
const STOP_PERCENT = aliases('stopLossPercent');
const STOP_PRICE = aliases('stopLossPrice', 'stopLoss');
const TARGETS = aliases('targets');
const ARE_SHARES = aliases('targetAmountInPercent');
const KINDS: LadderNames['kinds'] = [
  ['pct', aliases('takeProfitPercent')],
  ['abs', aliases('takeProfitPrice', 'takeProfit', 'price')],
];

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
  if (other !== undefined)
    return moves.every(isExit) ? 'exit' : refuse(fields, 'contradictory_fields', `it says ${move} and ${other}`);
  if (move !== undefined) return move;
  return takeFlag(fields, CANCEL)
    ? 'cancel'
    : refuse(fields, 'action_missing', 'none of isBuy, isSell and isClose is true');
}

function readAim(fields: Fields, move: Move): Aim | undefined {
  const aim = aimOf(move, undefined, readUnits(fields, move));
  return aim?.intent === 'cancel_orders' ? { ...aim, size: { type: 'strategy_default' } } : aim;
}

function readUnits(fields: Fields, move: Move): Size {
  const fixed = takeFlag(fields, IS_FIXED) ? takePositive(fields, FIXED) : undefined;
  if (fixed !== undefined) return { type: 'quote', value: fixed };
  const isPercent = takeText(fields, UNIT)?.toLowerCase().startsWith('percent');
  const size = readSize(fields, isPercent ? PERCENT_SIZE : SIZE, isExit(move) ? 'exit' : 'entry');
  return isExit(move) && size.type === 'pct_available' ? { type: 'pct_position', value: size.value } : size;
}

function readOrderTerms(fields: Fields): Partial<Signal> {
  const price = takePositive(fields, PRICE);
  if (!takeFlag(fields, IS_LIMIT)) return { orderType: 'market', signalPrice: price };
  return { orderType: 'limit', price: price ?? refuseNoPrice(fields, PRICE) };
}

function readProtection(fields: Fields): { takeProfits: Level[]; stopLoss: Level | undefined } {
  const share = takeFlag(fields, ARE_SHARES) ? { share: aliases('amount') } : {};
  const stopLoss = readPercentLevel(fields, STOP_PERCENT) ?? readStopLoss(fields, STOP_PRICE);
  return { takeProfits: readLadder(fields, TARGETS, { kinds: KINDS, ...share }), stopLoss };
}
