import type { Level, Signal, SignalOrderType } from '../../signals/signal.ts';
import { takeFlag, takeOptional, takeOptionalDecimal, takePositive } from '../field-values.ts';
import { type Aliases, aliases, contradict, type Fields, hasField, refuse } from '../fields.ts';
import { checkShares, readPercentLevel, readStopLoss, readTakeProfits } from '../read-levels.ts';
import { hasLimit, orderTypeOf, takeOrderType } from '../read-order-type.ts';
import { HOW_TO_TRAIL, readTrail, TRAIL } from '../read-trail.ts';

type Terms = Pick<Signal, 'orderType' | 'price' | 'stopPrice' | 'priceOffset' | 'signalPrice' | 'postOnly'>;

const ORDER_TYPE = aliases('order_type');
/** May hold a side instead. */
const TYPE = aliases('type', 't', 'order');
const LIMIT_PRICE = aliases('limit_price');
const PRICE = aliases('price', 'entry', 'entry_price', 'order.price');
const STOP_PRICE = aliases('stop_price');
const SIGNAL_PRICE = aliases('signal_price');
const CHART_PRICE = aliases(
  ...['order_price', 'strategy.order_price', 'strategy.order.price', 'strategy_order_price'],
  ...['trigger_price', 'close', 'bar.close', 'last_price'],
);
const POST_ONLY = aliases('post_only');

const STOP_LOSS = aliases('sl', 'stop_loss', 'sl_price', 'stop_loss_price');
const STOP_LOSS_OR_PRICE = aliases(...STOP_LOSS.names, 'stop_price');
const STOP_LOSS_PERCENT = aliases('stop_loss_percent', 'sl_percent', 'sl_pct');
const TAKE_PROFIT = aliases('tp', 'take_profit', 'tp_price', 'take_profit_price', 'profit_price', 'targets');
const TAKE_PROFIT_PERCENT = aliases('take_profit_percent', 'tp_percent', 'tp_pct');
const TAKE_PROFIT_STEPS = [1, 2, 3, 4, 5, 6, 7, 8].map((step) => aliases(`tp${step}`, `take_profit${step}`));

export const TERM_NAMES: readonly Aliases[] = [
  ...[ORDER_TYPE, LIMIT_PRICE, PRICE, STOP_PRICE, POST_ONLY, STOP_LOSS, STOP_LOSS_PERCENT],
  ...[TAKE_PROFIT, TAKE_PROFIT_PERCENT, ...TAKE_PROFIT_STEPS],
];

/** A bare `price` is what the market did when the alert fired; only on a limit order is it the limit. */
export function readTerms(fields: Fields): Terms {
  const orderType = readOrderType(fields);
  const limit = hasLimit(orderType) ? readLimit(fields) : undefined;
  if (orderType !== 'trailing_stop' && hasField(fields, TRAIL))
    refuse(fields, 'trailing_not_supported', `${HOW_TO_TRAIL}; the order type is "${orderType}"`);
  return {
    orderType,
    price: limit,
    priceOffset: orderType === 'trailing_stop' ? readTrail(fields) : undefined,
    stopPrice: isStop(orderType) ? takePositive(fields, STOP_PRICE) : undefined,
    signalPrice: readSignalPrice(fields, hasLimit(orderType) && !hasField(fields, LIMIT_PRICE)),
    postOnly: takeFlag(fields, POST_ONLY) || undefined,
  };
}

function readOrderType(fields: Fields): SignalOrderType {
  const typed = takeOptional(fields, TYPE, (value) => orderTypeOf(value.text));
  const named = takeOrderType(fields, ORDER_TYPE) ?? typed;
  const limit = takePositive(fields, LIMIT_PRICE);
  if (named === undefined) return limit === undefined ? 'market' : 'limit';
  if (typed !== undefined && typed !== named) contradict(fields, `the order type is "${named}" and "${typed}"`);
  if (limit !== undefined && !hasLimit(named))
    contradict(fields, `a "${named}" order has no "limit_price"; send order_type limit`);
  return named;
}

function readLimit(fields: Fields) {
  const price = takePositive(fields, LIMIT_PRICE) ?? takePositive(fields, PRICE);
  return price ?? refuse(fields, 'price_missing', 'a limit order needs the field "limit_price" or "price"');
}

function readSignalPrice(fields: Fields, isPriceTheLimit: boolean) {
  const said = takeOptionalDecimal(fields, SIGNAL_PRICE);
  const priced = isPriceTheLimit ? undefined : takeOptionalDecimal(fields, PRICE);
  const chart = takeOptionalDecimal(fields, CHART_PRICE);
  return said ?? priced ?? chart;
}

/** `stop_price` is where a stop order triggers, or begins to trail; on any other order it is the stop loss. */
export function readProtection(fields: Fields, orderType: SignalOrderType): Pick<Signal, 'takeProfits' | 'stopLoss'> {
  const stopNames = isStop(orderType) ? STOP_LOSS : STOP_LOSS_OR_PRICE;
  const stops = [readStopLoss(fields, stopNames), readPercentLevel(fields, STOP_LOSS_PERCENT)].flatMap(
    (stop) => stop ?? [],
  );
  if (stops.length > 1)
    contradict(fields, 'it has two stop losses, one at a price and one in percent: send one of them');
  return { stopLoss: stops[0], takeProfits: readTakeProfitsOnce(fields) };
}

/** One of `tp`, `tp_percent` and `tp1` to `tp8`: which of two would count, nobody can say. */
function readTakeProfitsOnce(fields: Fields): Level[] {
  const whole = readTakeProfits(fields, TAKE_PROFIT);
  const steps = TAKE_PROFIT_STEPS.flatMap((names) => readTakeProfits(fields, names));
  const percent = readPercentLevel(fields, TAKE_PROFIT_PERCENT);
  const given = [whole, steps, percent === undefined ? [] : [percent]].filter((levels) => levels.length > 0);
  const [first = [], ...others] = given;
  if (others.some((levels) => JSON.stringify(levels) !== JSON.stringify(first)))
    contradict(
      fields,
      'it gives take profits under more than one of tp, tp_percent and tp1 to tp8: send one of them, or "targets"',
    );
  checkShares(fields, first);
  return first;
}

function isStop(orderType: SignalOrderType): boolean {
  return orderType === 'stop' || orderType === 'stop_limit' || orderType === 'trailing_stop';
}
