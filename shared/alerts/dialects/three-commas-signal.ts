import type { Level, PriceOffset, Signal } from '../../signals/signal.ts';
import type { Aim } from '../aim.ts';
import { buildSteps } from '../build-signal.ts';
import { takeDecimal, takeFlag, takeOptionalDecimal, takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, type Fields, findField, hasField, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { type LadderNames, readLadder, readLadderLevel } from '../read-ladder.ts';
import { hasLimit, refuseNoPrice, takeOrderType } from '../read-order-type.ts';
import type { Unit } from '../read-size.ts';
import type { Move } from '../words.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';
import { readSignalBotAim, SIGNAL_BOT_ACTIONS } from './signal-bot.ts';

const NAME = '3commas-signal';
const ACTIONS: ReadonlyMap<string, Move | 'disable' | 'enable'> = new Map([
  ...SIGNAL_BOT_ACTIONS,
  ['disable', 'disable'] as const,
  ['enable', 'enable'] as const,
]);
const SUB_ACTIONS: ReadonlyMap<string, 'flat' | 'cancel_orders'> = new Map([
  ['market_close', 'flat'],
  ['cancel', 'cancel_orders'],
]);
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['base', 'base'],
  ['quote', 'quote'],
  ['margin_percent', 'pct_equity'],
  ['position_percent', 'pct_position'],
]);
const SYMBOL = aliases('tv_instrument', 'pair', 'symbol');
const ACTION = aliases('action');
const SUB_ACTION = aliases('positions_sub_action');
const BOT = aliases('bot_uuid');
const SIZE = {
  quantity: aliases('order.amount'),
  unit: aliases('order.currency_type'),
  units: UNITS,
  isUnitNeeded: true,
};
const ORDER_TYPE = aliases('order.order_type');
const PRICE = aliases('order.price');
const PRICE_PERCENT = aliases('order.price_percent');
const REFERENCE = aliases('order.price_percent_ref_type');
const SIGNAL_PRICE = aliases('trigger_price');
const STEPS = aliases('take_profit.steps');
const TAKES_PROFIT = aliases('take_profit.enabled');
const STOP = aliases('stop_loss');
const STOPS = aliases('stop_loss.enabled');
const STEP: LadderNames = {
  kinds: [
    ['pct', aliases('price_percent', 'trigger_price_percent')],
    ['abs', aliases('price', 'trigger_price')],
  ],
  share: aliases('volume_percent'),
};
const NOTHING: Signal['size'] = { type: 'strategy_default' };

/** The messages of a Signal Bot: what a strategy reports when `strategy_info` is there, a custom signal otherwise. */
export const threeCommasSignal: Dialect = jsonDialect({ name: NAME, marks: ['bot_uuid', 'action'], read: readMessage });

function readMessage(fields: Fields): Read {
  const context = { ...readContext(fields, SYMBOL), routeKey: takeText(fields, BOT) };
  const aims = readAims(fields);
  const rest = { ...readOrderTerms(fields), ...readProtection(fields) };
  return buildSteps(
    fields,
    aims.map((aim) => ({ dialect: NAME, ...context, ...rest, ...aim })),
  );
}

function readAims(fields: Fields): Aim[] {
  const action = takeWord(fields, ACTION, ACTIONS);
  if (action === undefined) return [];
  if (action === 'enable') return [{ intent: 'enable', size: NOTHING, reduceOnly: false }];
  if (action === 'disable') return readDisable(fields);
  const aim = readSignalBotAim(fields, action, SIZE);
  return aim === undefined ? [] : [aim];
}

/** Stopping the bot may close or cancel first. */
function readDisable(fields: Fields): Aim[] {
  const disable: Aim = { intent: 'disable', size: NOTHING, reduceOnly: false };
  const before = takeWord(fields, SUB_ACTION, SUB_ACTIONS);
  return before === undefined ? [disable] : [{ intent: before, size: NOTHING, reduceOnly: before === 'flat' }, disable];
}

function readOrderTerms(fields: Fields): Partial<Signal> {
  const orderType = takeOrderType(fields, ORDER_TYPE) ?? 'market';
  const signalPrice = takeOptionalDecimal(fields, SIGNAL_PRICE);
  if (!hasLimit(orderType)) return { orderType, signalPrice };
  const price = takePositive(fields, PRICE);
  const priceOffset = price === undefined ? readOffset(fields) : undefined;
  if (price === undefined && priceOffset === undefined) refuseNoPrice(fields, PRICE);
  return { orderType, signalPrice, price, priceOffset };
}

function readOffset(fields: Fields): PriceOffset | undefined {
  const value = takeDecimal(fields, PRICE_PERCENT);
  const reference = takeText(fields, REFERENCE);
  const isEntry = reference !== undefined && reference !== 'current_price';
  return value && { kind: 'pct', value, from: isEntry ? 'entry' : 'market', towards: 'up' };
}

function readProtection(fields: Fields): Pick<Signal, 'takeProfits' | 'stopLoss'> {
  const isTaken = !isOff(fields, TAKES_PROFIT);
  const takeProfits = isTaken ? readLadder(fields, STEPS, STEP) : [];
  if (isTaken && hasField(fields, TAKES_PROFIT) && takeProfits.length === 0 && fields.problems.length === 0)
    refuse(fields, 'level_missing', '"take_profit.enabled" is true, and "take_profit.steps" has no level');
  const stop = isOff(fields, STOPS) ? undefined : findField(fields, STOP)?.value;
  const stopLoss: Level | undefined = stop && readLadderLevel(fields, { name: 'stop_loss', item: stop }, STEP);
  return { takeProfits, stopLoss };
}

function isOff(fields: Fields, names: typeof STOPS): boolean {
  return hasField(fields, names) && !takeFlag(fields, names);
}
