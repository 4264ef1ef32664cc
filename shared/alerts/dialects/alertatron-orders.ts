import { hundred, zero } from '../../money/decimal.ts';
import { type Aim, aimOf } from '../aim.ts';
import { takeFlag, takeText, takeWord } from '../field-values.ts';
import { aliases, contradict, type Fields, refuse } from '../fields.ts';
import { sideOf } from '../read-target.ts';
import { addProfit, type Order, type Step, type Steps } from './alertatron-profits.ts';
import {
  type Amount,
  type Distance,
  levelAt,
  orderPriceAt,
  sizeOf,
  takeAmount,
  takeDistance,
  takePosition,
} from './alertatron-terms.ts';

const SIDES: ReadonlyMap<string, 'buy' | 'sell'> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
]);
const SIDE = aliases('side');
const OFFSET = aliases('offset', 'price');
const STOP = aliases('stop', 'offset');
const REDUCE_ONLY = aliases('reduceOnly');
const POST_ONLY = aliases('postOnly');
const TAG = aliases('tag');
const TRIGGER = aliases('trigger');

function takeOrder(fields: Fields): Order {
  const amount = takeAmount(fields);
  const position = takePosition(fields);
  const side = takeWord(fields, SIDE, SIDES);
  const isReducing = takeFlag(fields, REDUCE_ONLY) || amount?.unit === '%p';
  if (amount === undefined && position === undefined)
    refuse(fields, 'quantity_missing', 'an order needs "amount" or "position"');
  if (amount !== undefined && position !== undefined)
    contradict(fields, 'an order has "amount" or "position", not both');
  return { side, amount, position, isExit: isReducing || position?.unit === '%p' || position?.value.eq(zero) === true };
}

export function addMarket(fields: Fields, steps: Steps): undefined {
  const order = takeOrder(fields);
  const aim = aimAt(fields, order);
  if (aim !== undefined) steps.drafts.push({ ...aim, orderType: 'market', ...begun(steps) });
}

/** A limit that closes is a take profit of what the block has opened; alone, it is an order. */
export function addLimit(fields: Fields, steps: Steps): undefined {
  const order = takeOrder(fields);
  const at = takeDistance(fields, OFFSET);
  const orderTag = takeText(fields, TAG);
  const postOnly = takeFlag(fields, POST_ONLY) || undefined;
  if (at === undefined) return refuse(fields, 'price_missing', 'a limit needs "offset"');
  const opened = order.isExit
    ? (entryOf(steps) ?? (isLevel(order, at) ? protection(steps, order) : undefined))
    : undefined;
  if (opened !== undefined) return addProfit(fields, { steps, order, at, opened });
  const aim = aimAt(fields, order);
  if (aim === undefined) return undefined;
  steps.drafts.push({ ...aim, orderType: 'limit', ...orderPriceAt(at), postOnly, orderTag, ...begun(steps) });
}

/** A stop that closes belongs to what the block has opened, or else to the position. It covers all of that. */
export function addStop(fields: Fields, steps: Steps): undefined {
  const order = takeOrder(fields);
  const at = takeDistance(fields, STOP);
  takeText(fields, TAG);
  takeText(fields, TRIGGER);
  if (!order.isExit) return refuse(fields, 'order_type_not_supported', 'a stop that opens a position is not supported');
  const level = at && levelAt(fields, at, 'stop');
  if (level === undefined)
    return at === undefined ? refuse(fields, 'price_missing', 'a stop needs "offset" or "stop"') : undefined;
  const entry = entryOf(steps);
  if (!coversAll(order, entry))
    return refuse(
      fields,
      'stop_share_not_supported',
      'a stop loss for a part of the position is not supported: write amount=100%p or position=0',
    );
  const opened = entry ?? protection(steps, order);
  if (opened.stopLoss !== undefined)
    return refuse(fields, 'too_many_levels', 'more than one stop loss is not supported');
  opened.stopLoss = level;
}

function coversAll({ amount, position }: Order, entry: Step | undefined): boolean {
  if (position !== undefined) return position.value.eq(zero);
  if (amount?.unit === '%p') return amount.value.gte(hundred);
  return amount?.unit === '' && entry?.size.type === 'contracts' && amount.value.eq(entry.size.value);
}

function begun({ delaySeconds }: Steps): Pick<Step, 'delaySeconds' | 'takeProfits'> {
  return { delaySeconds, takeProfits: [] };
}

function aimAt(fields: Fields, { side, amount, position, isExit }: Order): Aim | undefined {
  if (position !== undefined) return aimAtPosition(fields, position);
  if (amount === undefined) return undefined;
  if (!isExit) return aimOf(side ?? 'buy', undefined, sizeOf(amount));
  if (side === undefined) return refuse(fields, 'side_missing', 'an order that closes an amount needs "side"');
  return aimOf(side === 'buy' ? 'close_short' : 'close_long', undefined, sizeOf(amount));
}

/** `position` is what is to be held afterwards. */
function aimAtPosition(fields: Fields, { value, unit }: Amount): Aim | undefined {
  if (value.eq(zero)) return aimOf('exit', undefined, { type: 'strategy_default' });
  if (unit === '%p' && value.gt(zero) && value.lt(hundred)) {
    return aimOf('reduce', undefined, { type: 'pct_position', value: hundred.minus(value) });
  }
  if (unit !== '')
    return refuse(
      fields,
      'target_not_supported',
      'a position in percent of the account is not supported; send an amount',
    );
  const target = { targetSide: sideOf(value), targetQuantity: value.abs() };
  return { intent: 'target_position', size: { type: 'contracts', value: value.abs() }, reduceOnly: false, ...target };
}

function entryOf({ drafts }: Steps): Step | undefined {
  const last = drafts.at(-1);
  const isEntry = last !== undefined && !last.reduceOnly && last.intent !== 'cancel_orders';
  return isEntry ? last : undefined;
}

/** `position=75%p` and prices measured from the entry only make sense for a position that is held. */
function isLevel({ position }: Order, at: Distance): boolean {
  return at.from === 'entry' || position?.value.gt(zero) === true;
}

function protection(steps: Steps, { side }: Order): Step {
  const targetSide = side === undefined ? {} : { targetSide: side === 'buy' ? ('short' as const) : ('long' as const) };
  const step: Step = {
    intent: 'modify_protection',
    size: { type: 'strategy_default' },
    reduceOnly: false,
    ...targetSide,
    ...begun(steps),
  };
  steps.drafts.push(step);
  return step;
}
