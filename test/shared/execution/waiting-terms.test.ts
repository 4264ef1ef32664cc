import { describe, expect, it } from 'vitest';
import { decideSignal } from '../../../shared/execution/decide-signal.ts';
import type { DecidedOrder, Decision, DecisionInput } from '../../../shared/execution/decision.ts';
import { decimal, print } from '../../../shared/money/decimal.ts';
import type { PriceOffset, Signal } from '../../../shared/signals/signal.ts';
import { aDecisionInput, aPosition, aRiskContext, aSignal, aStrategy, BTCUSDT } from '../../support/build-signal.ts';

const d = decimal;

function at({ draft }: DecidedOrder): string {
  switch (draft.type) {
    case 'stop_market':
      return `stop ${print(draft.stopPrice)}`;
    case 'stop_limit':
      return `stop ${print(draft.stopPrice)} limit ${print(draft.price)}`;
    case 'trailing_stop':
      return `trails ${draft.callbackBps}${draft.activationPrice ? ` from ${print(draft.activationPrice)}` : ''}`;
    default:
      return draft.type;
  }
}

function told(decision: Decision): string {
  if (decision.kind === 'denied') return `${decision.denial.rule}: ${decision.denial.reason}`;
  if (decision.kind !== 'orders') return decision.kind;
  const orders = decision.orders.map((order) => {
    const { purpose, side, quantity, reduceOnly } = order.draft;
    return `${purpose} ${side} ${print(quantity)} ${at(order)} at ${print(order.price)}${reduceOnly ? ' reduce only' : ''}`;
  });
  return [...orders, ...(decision.denial ? [`${decision.denial.rule}: ${decision.denial.reason}`] : [])].join(', ');
}

const decide = (signal: Partial<Signal>, input: Partial<DecisionInput> = {}) =>
  decideSignal(aDecisionInput({ ...input, signal: aSignal(signal) }));
const stop = (stopPrice: string) => ({ orderType: 'stop', stopPrice: d(stopPrice) }) as const;
const stopLimit = (stopPrice: string, price: string) =>
  ({ orderType: 'stop_limit', stopPrice: d(stopPrice), price: d(price) }) as const;
const trails = (value: string, kind: PriceOffset['kind'] = 'pct') =>
  ({ orderType: 'trailing_stop', priceOffset: { kind, value: d(value), from: 'market', towards: 'better' } }) as const;
const long = { position: aPosition('0.5') };
const short = { position: aPosition('-0.5') };

type Row = { case: string; signal: Partial<Signal>; input?: Partial<DecisionInput>; told: string };

describe('an order that waits', () => {
  it.each<Row>([
    {
      case: 'a buy above the market, never dearer than asked',
      signal: { intent: 'open_long', ...stop('51000.07') },
      told: 'open buy 0.01 stop 51000 at 51000',
    },
    {
      case: 'a sell below it, never cheaper than asked',
      signal: { intent: 'open_short', ...stop('48999.91') },
      told: 'open sell 0.01 stop 49000 at 49000',
    },
    {
      case: 'a stop so far above the market, as PineConnector says it',
      signal: {
        intent: 'open_long',
        orderType: 'stop',
        priceOffset: { kind: 'pct', value: d('-2'), from: 'market', towards: 'better' },
      },
      told: 'open buy 0.01 stop 51000 at 51000',
    },
    {
      case: 'a stop with a limit, decided on the dearer of the two',
      signal: { intent: 'open_long', ...stopLimit('51000', '51100.09') },
      told: 'open buy 0.01 stop 51000 limit 51100 at 51100',
    },
    {
      case: 'a short with a stop and a limit',
      signal: { intent: 'open_short', ...stopLimit('49000', '48900.01') },
      told: 'open sell 0.01 stop 49000 limit 48900.1 at 49000',
    },
    {
      case: 'a trailing buy, decided on where it would turn now',
      signal: { intent: 'open_long', ...trails('1') },
      told: 'open buy 0.01 trails 100 at 50500',
    },
    {
      case: 'a trailing sell',
      signal: { intent: 'open_short', ...trails('1.5') },
      told: 'open sell 0.01 trails 150 at 50000',
    },
    {
      case: 'a trailing distance in money',
      signal: { intent: 'open_long', ...trails('250', 'amount') },
      told: 'open buy 0.01 trails 50 at 50250',
    },
    {
      case: 'a trailing buy that begins below the market',
      signal: { intent: 'open_long', ...trails('1'), stopPrice: d('49000') },
      told: 'open buy 0.01 trails 100 from 49000 at 49490',
    },
    {
      case: 'a size in money, bought at the trigger',
      signal: { intent: 'open_long', size: { type: 'quote', value: d('600') }, ...stop('60000') },
      told: 'open buy 0.01 stop 60000 at 60000',
    },
    {
      case: 'an exit below the market',
      signal: { intent: 'flat', ...stop('49000') },
      input: long,
      told: 'close sell 0.5 stop 49000 at 49000 reduce only',
    },
    {
      case: 'an exit of a short above it',
      signal: { intent: 'close_short', ...stopLimit('51000', '51050') },
      input: short,
      told: 'close buy 0.5 stop 51000 limit 51050 at 51050 reduce only',
    },
    {
      case: 'a part that trails',
      signal: { intent: 'reduce', size: { type: 'pct_position', value: d('50') }, ...trails('2') },
      input: long,
      told: 'reduce sell 0.25 trails 200 at 50000 reduce only',
    },
    {
      case: 'a turn, whose close does not wait',
      signal: { intent: 'sell', ...stop('49000') },
      input: long,
      told: 'close sell 0.5 market at 50000 reduce only, open sell 0.01 stop 49000 at 49000',
    },
    {
      case: 'an exit that the last price lets through, whatever the alert says of the market',
      signal: { intent: 'flat', ...stop('51000') },
      input: { ...long, lastPrice: d('52000') },
      told: 'close sell 0.5 stop 51000 at 51000 reduce only',
    },
  ])('$case: $told', ({ signal, input, told: expected }) => {
    expect(told(decide(signal, input))).toBe(expected);
  });
});

describe('an order that waits is denied', () => {
  it.each<Row>([
    {
      case: 'a buy below the market',
      signal: { intent: 'open_long', ...stop('49000') },
      told: 'stop_price: A stop that buys waits above the market: "49000" is not above "50000", and would trade at once',
    },
    {
      case: 'a buy at the market',
      signal: { intent: 'open_long', ...stop('50000') },
      told: 'stop_price: A stop that buys waits above the market: "50000" is not above "50000", and would trade at once',
    },
    {
      case: 'a sell above it',
      signal: { intent: 'open_short', ...stopLimit('51000', '50900') },
      told: 'stop_price: A stop that sells waits below the market: "51000" is not below "50000", and would trade at once',
    },
    {
      case: 'a trailing buy that begins above it',
      signal: { intent: 'open_long', ...trails('1'), stopPrice: d('51000') },
      told: 'stop_price: A trailing stop that buys begins below the market: "51000" is not below "50000", and would trade at once',
    },
    {
      case: 'an exit by every price that is known',
      signal: { intent: 'flat', ...stop('51000') },
      input: { ...long, lastPrice: d('50500') },
      told: 'stop_price: A stop that sells waits below the market: "51000" is not below "50000", and would trade at once',
    },
    {
      case: 'without its trigger',
      signal: { intent: 'open_long', orderType: 'stop_limit', price: d('51000') },
      told: 'stop_price: A stop limit order needs "stopPrice", and the message has none',
    },
    {
      case: 'without its limit',
      signal: { intent: 'open_long', orderType: 'stop_limit', stopPrice: d('51000') },
      told: 'limit_price: A stop limit order needs "limitPrice", and the message has none',
    },
    {
      case: 'without its distance',
      signal: { intent: 'open_long', orderType: 'trailing_stop' },
      told: 'trailing_distance: A trailing stop needs how far behind it follows, and the message has none',
    },
    {
      case: 'with a distance that is none',
      signal: { intent: 'open_long', ...trails('0.001') },
      told: 'trailing_distance: A trailing distance of "0.001" is less than 0.01 %',
    },
    {
      case: 'with a distance that the exchange does not follow at',
      signal: { intent: 'open_long', ...trails('15') },
      told: 'trailing_range: BTCUSDT: a callback of 1500 bps is not a whole number from 10 to 1000',
    },
    {
      case: 'an exit with such a distance',
      signal: { intent: 'flat', ...trails('0.05') },
      input: long,
      told: 'trailing_range: BTCUSDT: a callback of 5 bps is not a whole number from 10 to 1000',
    },
    {
      case: 'for a time that it cannot stand',
      signal: { intent: 'open_long', ...stop('51000'), timeInForce: 'ioc' },
      told: 'time_in_force: An order of type "stop" waits until it is canceled: it cannot be "ioc"',
    },
    {
      case: 'as post-only',
      signal: { intent: 'open_long', ...stopLimit('51000', '51000'), postOnly: true },
      told: 'post_only: An order of type "stop_limit" cannot be post-only',
    },
    {
      case: 'where the exchange takes none',
      signal: { intent: 'open_long', ...stop('51000') },
      input: { takesConditional: false },
      told: 'order_type: Orders of type "stop" are not taken by this exchange: allowed are market, limit',
    },
    {
      case: 'an exit where the exchange takes none',
      signal: { intent: 'flat', ...trails('1') },
      input: { ...long, takesConditional: false },
      told: 'order_type: Orders of type "trailing_stop" are not taken by this exchange: allowed are market, limit',
    },
    {
      case: 'above the notional of an order at its trigger, though below it at the market',
      signal: { intent: 'open_long', size: { type: 'base', value: d('0.01') }, ...stop('60000') },
      input: {
        strategy: aStrategy({ limits: { maxOrderNotional: d('550') } }),
        risk: aRiskContext(aStrategy({ limits: { maxOrderNotional: d('550') } })),
      },
      told: 'max_order_notional: Order notional "600" is above the limit "550" of the strategy',
    },
    {
      case: 'an exit of more than one such order holds',
      signal: { intent: 'flat', ...stop('49000') },
      input: {
        position: aPosition('5'),
        rules: { ...BTCUSDT, marketLot: { minQuantity: d('0.001'), maxQuantity: d('2'), stepSize: d('0') } },
      },
      told: 'max_quantity: "5" is more than one order holds, and an exit that waits is one order',
    },
  ])('$case', ({ signal, input, told: expected }) => {
    const rules = { ...BTCUSDT, trailingBps: { min: 10, max: 1000 } };
    expect(told(decide(signal, { rules, ...input }))).toEqual(expected);
  });
});
