import { hundred, one } from '../../money/decimal.ts';
import type { Size } from '../../signals/signal.ts';
import { readSymbol } from '../../signals/symbol.ts';
import { aimOf, isExit } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { takeHint, takeText } from '../field-values.ts';
import { aliases, contradict, type Fields, fieldsOf, findField, quote, refuse } from '../fields.ts';
import type { JsonObject } from '../json-value.ts';
import { readContext } from '../read-context.ts';
import { type LadderNames, readLadder, readLadderLevel } from '../read-ladder.ts';
import { readOrder } from '../read-order-type.ts';
import { readSize, type Unit } from '../read-size.ts';
import { textCommand } from '../text-fields.ts';
import { isTradeCode, readTradeCode } from '../unnamed-secrets.ts';
import { type Move, moveOf } from '../words.ts';
import type { Dialect, Read, Reading } from './dialect.ts';

const NAME = 'wundertrading';
const CODE = aliases('code');
const NO_PAIR = 'NONE';
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['base', 'base'],
  ['quote', 'quote'],
  ['$', 'quote'],
  ['percents', 'pct'],
  ['percent', 'pct'],
  ['contracts', 'contracts'],
]);
const SIZE = {
  quantity: aliases('amountPerTrade'),
  unit: aliases('amountPerTradeType'),
  units: UNITS,
  isUnitNeeded: true,
};
const ORDER = { type: aliases('orderType'), price: aliases('price', 'limitPrice') };
const SYMBOL = aliases('symbol', 'pair');
const TAKE_PROFITS = aliases('takeProfits');
const STOP_LOSS = aliases('stopLoss');
const LEVEL: LadderNames = {
  kinds: [
    ['pct', aliases('priceDeviation')],
    ['abs', aliases('price')],
  ],
  share: aliases('portfolio'),
  isFraction: true,
};

/** The code says what to do with which pair, or is known to the vendor only; sent as the comment of an order, it stands alone. */
export const wunderTrading: Dialect = {
  name: NAME,
  detects: (body) => (body.kind === 'text' ? readTradeCode(body.text.trim()) !== undefined : hasCode(body.object)),
  signs: () => ['a code such as ENTER-LONG_…'],
  read: (body, { report }: Reading) => {
    if (body.kind === 'json') return readMessage(body.object, report);
    const { fields } = textCommand([`code=${body.text.trim()}`], report);
    return readFields(fields, body.hint);
  },
};

function hasCode(object: JsonObject): boolean {
  return object.members.some((member) => isTradeCode(object.members, member));
}

function readMessage(object: JsonObject, report: Reading['report']): Read {
  const fields = fieldsOf(object, report);
  return readFields(fields, takeHint(fields, CODE));
}

function readFields(fields: Fields, hint: string | undefined): Read {
  const code = readTradeCode(takeText(fields, CODE) ?? '');
  const pair = code?.pair?.toUpperCase() === NO_PAIR ? undefined : code?.pair;
  const context = readContext(fields, SYMBOL, { isOptional: true });
  const symbol = pair === undefined ? {} : readPair(fields, pair);
  const move = code && moveOf(code.action);
  const chartExchange = code?.exchange?.toUpperCase();
  const rest = { ...readOrder(fields, ORDER), ...readProtection(fields) };
  const aim = move === undefined ? refuseOpaque(fields) : aimOf(move, undefined, readAmount(fields, move));
  return buildSignal(
    fields,
    aim && { dialect: NAME, ...context, ...symbol, chartExchange, ...rest, ...aim, routeKey: hint },
  );
}

function readPair(fields: Fields, pair: string) {
  const read = readSymbol(pair);
  const named = readSymbol(takeText(fields, SYMBOL) ?? pair);
  if (!('refused' in read) && !('refused' in named) && read.symbol !== named.symbol)
    contradict(fields, `the code is for "${read.symbol}", and the symbol is "${named.symbol}"`);
  if (!('refused' in read)) return { symbol: read.symbol, market: read.market };
  return refuse(fields, read.refused.code, read.refused.reason) ?? {};
}

/** Percentages run from 0 to 1 here: 50 would be 50 times the account. */
function readAmount(fields: Fields, move: Move): Size {
  const size = readSize(fields, SIZE, isExit(move) ? 'exit' : 'entry');
  if (size.type !== 'pct_equity' && size.type !== 'pct_position') return size;
  const text = takeText(fields, SIZE.quantity) ?? '';
  if (size.value.gt(one) || text.endsWith('%'))
    refuse(fields, 'percent_unreadable', `"amountPerTrade" is ${quote(text)}, and must be from 0 to 1: 0.5 is 50 %`);
  return { type: size.type, value: size.value.times(hundred) };
}

function readProtection(fields: Fields) {
  const takeProfits = readLadder(fields, TAKE_PROFITS, LEVEL);
  const stop = findField(fields, STOP_LOSS)?.value;
  return { takeProfits, stopLoss: stop && readLadderLevel(fields, { name: 'stopLoss', item: stop }, LEVEL) };
}

function refuseOpaque(fields: Fields): undefined {
  const known = 'ENTER-LONG, ENTER-SHORT, EXIT-LONG, EXIT-SHORT or EXIT-ALL';
  return refuse(
    fields,
    'code_unknown',
    `the code does not begin with ${known}, so that only WunderTrading knows what it means`,
  );
}
