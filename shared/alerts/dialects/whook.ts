import { zero } from '../../money/decimal.ts';
import type { Signal, Size } from '../../signals/signal.ts';
import { aimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { readDigits, takePositive } from '../field-values.ts';
import { aliases, type Fields, quote, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { sideOf } from '../read-target.ts';
import { textCommand } from '../text-fields.ts';
import type { Move } from '../words.ts';
import { type Dialect, isNotUnderstood, type Read, type Reading, textDialect } from './dialect.ts';
import { isWhookLine, type WhookLine, wordsOfLine } from './whook-words.ts';

const NAME = 'whook';
const MOST_LINES = 20;
const SYMBOL = aliases('symbol');
const LEVERAGE = aliases('leverage');
const PRICE = aliases('price');
const MOVES: Readonly<Record<string, Move>> = { buy: 'buy', sell: 'sell', close: 'exit', cancel: 'cancel' };
const NOTHING: Size = { type: 'strategy_default' };

/** https://github.com/germangar/whook: words in any order, an order a line, on perpetual USDT futures only. */
export const whook: Dialect = textDialect({
  name: NAME,
  sign: 'a line of a command and a symbol that Whook knows',
  detects: (text) => {
    const [first] = linesOf(text);
    return first !== undefined && isWhookLine(wordsOfLine(first));
  },
  read: ({ text }, reading) => {
    const lines = linesOf(text);
    if (lines.length > MOST_LINES)
      return { code: 'too_many_steps', reason: `Cannot read the alert: it has more than ${MOST_LINES} lines` };
    const reads = lines.map((line) => readLine(wordsOfLine(line), reading));
    return reads.find(isNotUnderstood) ?? reads.flatMap((read) => (isNotUnderstood(read) ? [] : read));
  },
});

/** A line that begins with two slashes is a comment. */
function linesOf(text: string): string[] {
  const lines = text.split('\n', MOST_LINES * 4).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('//')).slice(0, MOST_LINES + 1);
}

function readLine(line: WhookLine, { report }: Reading): Read {
  const { symbols, leverages, limits } = line;
  const [, price] = (limits[0] ?? '').split(':').slice(1);
  const given = [`symbol=${symbols[0] ?? ''}`, `leverage=${leverages[0] ?? ''}`, `price=${price ?? ''}`];
  const { fields } = textCommand(given, report);
  if (!isWhookLine(line)) refuse(fields, 'line_unreadable', 'each line needs an account, a symbol and one command');
  const context = readContext(fields, SYMBOL);
  const draft = {
    dialect: NAME,
    ...context,
    market: 'usdm' as const,
    accountAlias: line.others[0],
    leverage: takePositive(fields, LEVERAGE),
  };
  const terms = readTerms(fields, line);
  return buildSignal(fields, terms && { ...draft, ...terms });
}

function readTerms(fields: Fields, line: WhookLine) {
  const { command, id } = line;
  const move = MOVES[command];
  if (move === 'cancel') return { ...cancelling(), ...(id !== 'all' && { orderTag: id }) };
  const amount = readQuantity(fields, line);
  if (line.limits.length > 0 && (move === undefined || move === 'exit'))
    return refuse(
      fields,
      'limit_not_supported',
      'a limit goes with buy or sell: a position is reached, and closed, at the market',
    );
  if (move === undefined) return amount && { ...readTarget(amount), isSizeMargin: amount.isMargin };
  if (move === 'exit') {
    if (amount !== undefined && amount.size.type !== 'pct_equity')
      return refuse(fields, 'size_not_supported', 'a close takes a percentage of the position, such as 50%');
    return aimOf(move, undefined, amount === undefined ? NOTHING : { type: 'pct_position', value: amount.value });
  }
  if (amount === undefined)
    return refuse(fields, 'quantity_missing', `"${command}" needs a quantity, such as 0.25, 300$ or 10%`);
  const aim = line.isReducing
    ? aimOf(move === 'buy' ? 'close_short' : 'close_long', undefined, amount.size)
    : aimOf(move, undefined, amount.size);
  return aim && { ...aim, ...readLimit(fields, line), isSizeMargin: amount.isMargin };
}

function cancelling() {
  return { intent: 'cancel_orders', size: NOTHING, reduceOnly: false } as const;
}

/** `limit:id:price` */
function readLimit(fields: Fields, { limits }: WhookLine): Partial<Signal> {
  if (limits.length === 0) return {};
  const price = takePositive(fields, PRICE) ?? refuse(fields, 'price_missing', 'a limit is written limit:id:price');
  return { orderType: 'limit', price, orderTag: limits[0]?.split(':')[1] };
}

type Amount = {
  size: Extract<Size, { value: unknown }>;
  value: Extract<Size, { value: unknown }>['value'];
  isMargin: true | undefined;
};

/** Money and percentages are what the position costs, unless the line says otherwise: its leverage makes it larger. */
function readQuantity(fields: Fields, line: WhookLine): Amount | undefined {
  const { quantities, leverages, keywords } = line;
  const [text] = quantities;
  if (text === undefined) return undefined;
  const unit = /[$%@]/.exec(text)?.[0] ?? '';
  const value = readDigits(text.replace(unit, ''), fields.report);
  if (value === undefined) return refuse(fields, 'not_a_number', `the quantity ${quote(text)} is not a number`);
  if (unit === '@')
    return refuse(fields, 'size_not_supported', 'what a contract is worth differs by exchange: send 0.25, 300$ or 10%');
  if (value.lte(zero) && line.command !== 'position')
    return refuse(fields, 'not_positive', `the quantity ${quote(text)} must be above 0`);
  const type = unit === '$' ? 'quote' : unit === '%' ? 'pct_equity' : 'base';
  const isCost = keywords.includes('collateral') || (!keywords.includes('nominal') && (unit === '$' || unit === '%'));
  return { size: { type, value: value.abs() }, value, isMargin: (isCost && leverages.length > 0) || undefined };
}

/** A signed position: repeating it does no harm. */
function readTarget({ size, value }: Amount) {
  const targetSide = sideOf(value);
  const target = { targetSide, ...((size.type === 'base' || value.eq(zero)) && { targetQuantity: value.abs() }) };
  const known: Size = value.eq(zero) ? NOTHING : size;
  return { intent: 'target_position' as const, size: known, reduceOnly: false, ...target };
}
