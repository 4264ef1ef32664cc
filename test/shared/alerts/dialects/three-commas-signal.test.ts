import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

const STRATEGY = `{
  "secret": "token-of-the-bot",
  "max_lag": "300",
  "timestamp": "{{timenow}}",
  "trigger_price": "{{close}}",
  "tv_exchange": "{{exchange}}",
  "tv_instrument": "{{ticker}}",
  "action": "{{strategy.order.action}}",
  "bot_uuid": "signal-bot-uuid",
  "strategy_info": {
    "market_position": "{{strategy.market_position}}",
    "market_position_size": "{{strategy.market_position_size}}",
    "prev_market_position": "{{strategy.prev_market_position}}",
    "prev_market_position_size": "{{strategy.prev_market_position_size}}"
  },
  "order": { "amount": "{{strategy.order.contracts}}", "currency_type": "base" }
}`;

const turn = {
  'strategy.order.action': 'sell',
  'strategy.order.contracts': '4',
  'strategy.market_position': 'short',
  'strategy.prev_market_position': 'long',
  'strategy.prev_market_position_size': '2',
};

it('3Commas: a strategy that opens is a target position with its time, its lag and its bot', () => {
  const read = readMessage(fillPlaceholders(STRATEGY));
  expect(read.dialect).toBe('3commas-signal');
  expect(read.secrets).toEqual(['token-of-the-bot']);
  expect(read.signals).toMatchObject([
    {
      ...{ intent: 'target_position', orderSide: 'buy', targetSide: 'long', targetQuantity: '2', previousSide: 'flat' },
      ...{ symbol: 'BTCUSDT', chartExchange: 'BINANCE', size: { type: 'base', value: '2' }, signalPrice: '60000' },
      ...{ signalAt: '2026-01-05T10:00:07.000Z', maxLagSeconds: 300, routeKey: 'signal-bot-uuid' },
    },
  ]);
});

it('3Commas: a turn from long 2 to short 2 aims at short 2, not at the 4 of its order', () => {
  expect(readMessage(fillPlaceholders(STRATEGY, turn)).signals).toMatchObject([
    {
      intent: 'target_position',
      targetSide: 'short',
      targetQuantity: '2',
      previousSide: 'long',
      previousQuantity: '2',
    },
  ]);
});

it('3Commas: refuses the message as it was copied, with the placeholder that was not filled in', () => {
  expect(readMessage(STRATEGY)).toMatchObject({ signals: [], notUnderstood: { code: 'placeholder_not_resolved' } });
});

const base = { secret: 'YOUR-SECRET', bot_uuid: 'YOUR-UUID', tv_exchange: 'BINANCE', tv_instrument: 'BTCUSDT' };
const late = { max_lag: 300, timestamp: '2026-01-05T10:00:07Z' };
const market = { amount: 150, currency_type: 'quote', order_type: 'market' };
const step = (price_percent: number) => ({ order_type: 'limit', price_percent, volume_percent: 25 });
const shares = ['1', '2', '3', '4'].map((value) => ({ kind: 'pct', value, share: '0.25' }));

it.each([
  {
    message: {
      ...{
        action: 'enter_long',
        order: market,
        take_profit: { enabled: true, steps: [step(1), step(2), step(3), step(4)] },
      },
      stop_loss: { enabled: true, order_type: 'market', trigger_price_percent: 1 },
    },
    signals: [
      {
        intent: 'open_long',
        size: { type: 'quote', value: '150' },
        takeProfits: shares,
        stopLoss: { kind: 'pct', value: '1' },
      },
    ],
  },
  {
    message: { action: 'exit_long', order: { amount: 100, currency_type: 'position_percent' } },
    signals: [{ intent: 'close_long', reduceOnly: true }],
  },
  {
    message: { action: 'disable', positions_sub_action: 'market_close' },
    signals: [{ intent: 'flat' }, { intent: 'disable' }],
  },
  {
    message: { action: 'disable', positions_sub_action: 'cancel' },
    signals: [{ intent: 'cancel_orders' }, { intent: 'disable' }],
  },
  { message: { action: 'disable' }, signals: [{ intent: 'disable' }] },
  { message: { action: 'enter_short', order: market }, signals: [{ intent: 'open_short' }] },
  {
    message: { action: 'exit_short', order: { amount: 30, currency_type: 'position_percent' } },
    signals: [{ intent: 'reduce', targetSide: 'short', size: { type: 'pct_position', value: '30' }, reduceOnly: true }],
  },
  {
    message: {
      action: 'enter_long',
      order: { amount: '10', currency_type: 'margin_percent', order_type: 'limit', price: '59000.5' },
    },
    signals: [{ intent: 'open_long', size: { type: 'pct_equity', value: '10' }, orderType: 'limit', price: '59000.5' }],
  },
  {
    message: {
      action: 'enter_long',
      order: { ...market, order_type: 'limit', price_percent: -1, price_percent_ref_type: 'current_price' },
    },
    signals: [{ orderType: 'limit', priceOffset: { kind: 'pct', value: '-1', from: 'market', towards: 'up' } }],
  },
  {
    message: {
      action: 'enter_long',
      order: market,
      stop_loss: { enabled: false, trigger_price_percent: 1 },
      take_profit: { enabled: 'False', steps: [step(1)] },
    },
    signals: [{ intent: 'open_long', takeProfits: [] }],
  },
  {
    message: {
      action: 'enter_long',
      order: market,
      take_profit: { steps: [{ ...step(3), trailing: { enabled: true, percent: 1 } }] },
    },
    signals: [{ takeProfits: [{ kind: 'pct', value: '3', share: '0.25', trailing: true, distance: '1' }] }],
  },
  {
    message: {
      action: 'enter_long',
      order: market,
      take_profit: { steps: [{ ...step(3), trailing: { enabled: false, percent: 1 } }] },
    },
    signals: [{ takeProfits: [{ kind: 'pct', value: '3', share: '0.25' }] }],
  },
])('3Commas: the custom signal $message.action is understood: $signals', ({ message, signals }) => {
  const read = readMessage({ ...base, ...late, ...message });
  expect(read).toMatchObject({ dialect: '3commas-signal', signals });
  expect(read.signals[0]).toMatchObject({ routeKey: 'YOUR-UUID', maxLagSeconds: 300 });
  expect(read.raw).not.toContain('YOUR-SECRET');
});

it.each([
  { message: { action: 'hold' }, code: 'action_unknown' },
  { message: { action: 'enter_long', tv_instrument: '' }, code: 'symbol_missing' },
  { message: { action: 'enter_long', order: { amount: 1, currency_type: 'lots' } }, code: 'quantity_type_unknown' },
  { message: { action: 'enter_long', order: { ...market, order_type: 'limit' } }, code: 'price_missing' },
  { message: { action: 'disable', positions_sub_action: 'panic' }, code: 'positions_sub_action_unknown' },
  { message: { action: 'enter_long', take_profit: { steps: [{ volume_percent: 100 }] } }, code: 'level_unreadable' },
  { message: { action: 'enter_long', take_profit: { steps: [1, 2, 3, 4, 5].map(step) } }, code: 'shares_above_all' },
  { message: { action: 'enter_long', order: { amount: 1 } }, code: 'quantity_type_unknown' },
  { message: { action: 'enter_long', order: { ...market, amount: 'NaN' } }, code: 'not_a_number' },
  { message: { action: 'enter_long', take_profit: { enabled: true } }, code: 'level_missing' },
  {
    message: { action: 'enter_long', take_profit: { steps: [{ price_percent: 1, price: 70000 }] } },
    code: 'contradictory_fields',
  },
  {
    message: { action: 'enter_long', stop_loss: { trigger_price_percent: 1, breakeven: true } },
    code: 'field_not_supported',
  },
  {
    message: { action: 'enter_long', stop_loss: { trigger_price_percent: 1, volume_percent: 50 } },
    code: 'stop_share_not_supported',
  },
  { message: { action: 'enter_long', stop_loss: { enabled: true } }, code: 'level_unreadable' },
])('3Commas: refuses $message with $code', ({ message, code }) => {
  expect(readMessage({ ...base, ...message })).toMatchObject({ signals: [], notUnderstood: { code } });
});

const ENTRY = { secret: 's', bot_uuid: 'u', action: 'enter_long', tv_instrument: 'BTCUSDT' };

it.each([
  {
    case: 'follows at its own distance',
    message: { ...ENTRY, stop_loss: { enabled: true, trigger_price_percent: 1, trailing: true } },
    stopLoss: { kind: 'pct', value: '1', trailing: true },
  },
  {
    case: 'follows at the distance that is named',
    message: { ...ENTRY, stop_loss: { trigger_price_percent: 1, trailing: { enabled: true, percent: 0.5 } } },
    stopLoss: { kind: 'pct', value: '1', trailing: true, distance: '0.5' },
  },
  {
    case: 'stays where it is',
    message: { ...ENTRY, stop_loss: { trigger_price_percent: 1, trailing: false } },
    stopLoss: { kind: 'pct', value: '1' },
  },
])('3Commas: a stop loss $case', ({ message, stopLoss }) => {
  expect(readMessage(message).signals[0].stopLoss).toEqual(stopLoss);
});

it.each([
  { case: 'a stop at a price that trails', more: { stop_loss: { trigger_price: 59000, trailing: true } } },
  {
    case: 'a target that trails nobody knows how far',
    more: { take_profit: { steps: [{ price_percent: 1, trailing: true }] } },
  },
])('3Commas: refuses $case', ({ more }) => {
  expect(readMessage({ ...ENTRY, ...more }).notUnderstood).toMatchObject({ code: 'trailing_not_supported' });
});
