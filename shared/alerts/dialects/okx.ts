import type { PriceOffset, Signal } from '../../signals/signal.ts';
import { buildSignal } from '../build-signal.ts';
import { takeDecimal, takeHint, takeText, takeWord } from '../field-values.ts';
import { aliases, type Fields } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { hasLimit, refuseNoPrice, takeOrderType } from '../read-order-type.ts';
import type { Unit } from '../read-size.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';
import { readSignalBotAim, SIGNAL_BOT_ACTIONS } from './signal-bot.ts';

const NAME = 'okx';
/** https://www.okx.com/help/signal-bot-alert-message-specifications. A contract there is worth what OKX says of each symbol: no quantity here. */
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['base', 'base'],
  ['margin', 'quote'],
  ['percentage', 'pct_available'],
  ['percentage_balance', 'pct_available'],
  ['percentage_investment', 'pct_equity'],
  ['percentage_position', 'pct_position'],
]);
const SYMBOL = aliases('instrument');
const ACTION = aliases('action');
const TOKEN = aliases('signalToken');
const INVESTMENT = aliases('investmentType');
const SIZE = { quantity: aliases('amount'), unit: INVESTMENT, units: UNITS, isUnitNeeded: true };
const ORDER_TYPE = aliases('orderType');
const OFFSET = aliases('orderPriceOffset');
/** What OKX waits for when the message does not say. */
const USUAL_LAG_SECONDS = 60;

export const okx: Dialect = jsonDialect({ name: NAME, marks: ['signalToken', 'instrument'], read: readMessage });

function readMessage(fields: Fields): Read {
  const context = readContext(fields, SYMBOL);
  const { maxLagSeconds = USUAL_LAG_SECONDS } = context;
  const isSizeMargin = takeText(fields, INVESTMENT) === 'margin' || undefined;
  const move = takeWord(fields, ACTION, SIGNAL_BOT_ACTIONS);
  const aim = move && readSignalBotAim(fields, move, SIZE);
  const order = readOrderTerms(fields);
  const draft = { dialect: NAME, ...context, maxLagSeconds, isSizeMargin, routeKey: takeHint(fields, TOKEN), ...order };
  return buildSignal(fields, aim && { ...draft, ...aim });
}

/** The limit of a limit order lies so many percent on the better side of the market. */
function readOrderTerms(fields: Fields): Partial<Signal> {
  const orderType = takeOrderType(fields, ORDER_TYPE) ?? 'market';
  const value = takeDecimal(fields, OFFSET);
  if (!hasLimit(orderType)) return { orderType };
  if (value === undefined) return { orderType, price: refuseNoPrice(fields, OFFSET) };
  const priceOffset: PriceOffset = { kind: 'pct', value, from: 'market', towards: 'better' };
  return { orderType, priceOffset };
}
