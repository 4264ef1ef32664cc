import { describe, expect, it } from 'vitest';
import { readAlert } from '../../../../shared/alerts/read-alert.ts';

const read = (message: object) => {
  const { dialect, signals, notUnderstood } = readAlert(JSON.stringify(message));
  return { dialect, notUnderstood, signals: JSON.parse(JSON.stringify(signals)) };
};
const base = { ticker: 'BTCUSDT', action: 'buy' };

describe('the examples of the documentation', () => {
  it.each([
    {
      message: {
        ticker: 'BTCUSDT',
        action: 'sell',
        sentiment: 'short',
        quantity: '0.5',
        price: '60000',
        time: '2026-01-05T10:00:07Z',
        interval: '15',
      },
      signal: {
        symbol: 'BTCUSDT',
        intent: 'sell',
        targetSide: 'short',
        size: { type: 'base', value: '0.5' },
        signalPrice: '60000',
        signalAt: '2026-01-05T10:00:07.000Z',
        interval: '15',
      },
    },
    {
      message: {
        ticker: 'AMD',
        action: 'buy',
        signalPrice: 143.12,
        quantity: 1,
        takeProfit: { percent: 10 },
        stopLoss: { type: 'stop', percent: 5 },
      },
      signal: {
        symbol: 'AMD',
        intent: 'buy',
        signalPrice: '143.12',
        size: { type: 'base', value: '1' },
        takeProfits: [{ kind: 'pct', value: '10' }],
        stopLoss: { kind: 'pct', value: '5' },
      },
    },
    {
      message: {
        ticker: 'SPY',
        action: 'buy',
        signalPrice: 100,
        quantityType: 'risk_percent',
        quantity: 1,
        stopLoss: { type: 'stop', stopPrice: 90 },
      },
      signal: { intent: 'buy', size: { type: 'risk_pct', value: '1' }, stopLoss: { kind: 'abs', value: '90' } },
    },
    {
      message: { ticker: 'SPY', action: 'exit', quantityType: 'percent_of_position', quantity: 50 },
      signal: { intent: 'reduce', size: { type: 'pct_position', value: '50' }, reduceOnly: true },
    },
    {
      message: { ticker: 'SPY', action: 'exit', cancel: true },
      signal: { intent: 'flat', size: { type: 'strategy_default' }, cancelFirst: true, reduceOnly: true },
    },
    {
      message: { ticker: 'SPY', action: 'buy', orderType: 'stop_limit', stopPrice: 60, limitPrice: 50.5 },
      signal: { intent: 'buy', orderType: 'stop_limit', stopPrice: '60', price: '50.5' },
    },
    {
      message: { ticker: 'SPY', action: 'buy', orderType: 'trailing_stop', trailPercent: 1.5 },
      signal: {
        orderType: 'trailing_stop',
        priceOffset: { kind: 'pct', value: '1.5', from: 'market', towards: 'better' },
      },
    },
    {
      message: { ticker: 'SPY', action: 'sell', orderType: 'trailing_stop', trailAmount: 20, stopPrice: 60 },
      signal: {
        ...{ orderType: 'trailing_stop', stopPrice: '60' },
        priceOffset: { kind: 'amount', value: '20', from: 'market', towards: 'better' },
      },
    },
    {
      message: { ticker: 'SPY', action: 'buy', stopLoss: { type: 'trailing_stop', trailPercent: 1 } },
      signal: { intent: 'buy', stopLoss: { kind: 'pct', value: '1', trailing: true } },
    },
  ])('readAlert() reads $message', ({ message, signal }) => {
    expect(read(message)).toEqual({
      dialect: 'traderspost',
      notUnderstood: undefined,
      signals: [expect.objectContaining(signal)],
    });
  });
});

it.each([
  { action: 'buy', sentiment: undefined, signal: { intent: 'buy', reduceOnly: false } },
  { action: 'buy', sentiment: 'bullish', signal: { intent: 'buy', targetSide: 'long', reduceOnly: false } },
  {
    action: 'buy',
    sentiment: 'flat',
    signal: { intent: 'close_short', size: { type: 'strategy_default' }, reduceOnly: true },
  },
  {
    action: 'buy',
    sentiment: 'bearish',
    signal: { intent: 'reduce', targetSide: 'short', size: { type: 'base', value: '2' }, reduceOnly: true },
  },
  { action: 'sell', sentiment: 'short', signal: { intent: 'sell', targetSide: 'short', reduceOnly: false } },
  {
    action: 'sell',
    sentiment: 'flat',
    signal: { intent: 'close_long', size: { type: 'strategy_default' }, reduceOnly: true },
  },
  {
    action: 'sell',
    sentiment: 'bullish',
    signal: { intent: 'reduce', targetSide: 'long', size: { type: 'base', value: '2' }, reduceOnly: true },
  },
  {
    action: 'exit',
    sentiment: undefined,
    signal: { intent: 'reduce', size: { type: 'base', value: '2' }, reduceOnly: true },
  },
  {
    action: 'add',
    sentiment: 'bullish',
    signal: { intent: 'add', targetSide: 'long', size: { type: 'base', value: '2' } },
  },
])('TradersPost: $action that ends $sentiment', ({ action, sentiment, signal }) => {
  expect(read({ ticker: 'BTCUSDT', action, sentiment, quantity: 2 }).signals).toEqual([
    expect.objectContaining(signal),
  ]);
});

it.each([
  ['fixed_quantity', 'base'],
  ['dollar_amount', 'quote'],
  ['percent_of_equity', 'pct_equity'],
  ['percent_of_position', 'pct_position'],
  ['risk_dollar_amount', 'risk_quote'],
  ['risk_percent', 'risk_pct'],
])('TradersPost: the quantity type %s is %s', (quantityType, type) => {
  const message = { ...base, quantity: '12.5', quantityType, stopLoss: { percent: 1 } };
  expect(read(message).signals).toMatchObject([{ size: { type, value: '12.5' } }]);
});

it.each([
  {
    case: 'a limit price',
    message: { orderType: 'limit', limitPrice: '59000.10', price: 60000 },
    signal: { orderType: 'limit', price: '59000.1', signalPrice: '60000' },
  },
  {
    case: 'a limit at the market price',
    message: { orderType: 'limit', price: 60000 },
    signal: { orderType: 'limit', price: '60000' },
  },
  {
    case: 'a limit price on a market order',
    message: { limitPrice: 59000 },
    signal: { orderType: 'market', extras: { limitPrice: '59000' } },
  },
  { case: 'a delay', message: { delay: 5 }, signal: { delaySeconds: 5 } },
  { case: 'a test', message: { test: true }, signal: { dryRun: true } },
  { case: 'no test', message: { test: 'False' }, signal: { dryRun: false } },
  { case: 'a time in force', message: { timeInForce: 'GTC' }, signal: { timeInForce: 'gtc' } },
  {
    case: 'extras',
    message: { extras: { rsi: 30.5, note: 'x' }, extendedHours: true },
    signal: { extras: { 'extras.rsi': '30.5', 'extras.note': 'x', extendedHours: 'true' } },
  },
  {
    case: 'a take profit by price',
    message: { takeProfit: { limitPrice: '70000' } },
    signal: { takeProfits: [{ kind: 'abs', value: '70000' }] },
  },
  {
    case: 'a take profit by amount',
    message: { takeProfit: { amount: 100 } },
    signal: { takeProfits: [{ kind: 'amount', value: '100' }] },
  },
  { case: 'an empty take profit', message: { takeProfit: { percent: null } }, signal: { takeProfits: [] } },
  {
    case: 'a stop that trails by an amount',
    message: { stopLoss: { type: 'trailing_stop', trailPrice: 5 } },
    signal: { stopLoss: { kind: 'amount', value: '5', trailing: true } },
  },
  {
    case: 'all of the position',
    message: { action: 'exit', quantity: 100, quantityType: 'percent_of_position' },
    signal: { intent: 'flat' },
  },
])('TradersPost: $case', ({ message, signal }) => {
  const { signals, dialect } = read({ ...base, ...message });
  expect(dialect).toBe('traderspost');
  expect(signals).toEqual([expect.objectContaining(signal)]);
});

it.each([
  { message: { strikePrice: 596 }, code: 'options_not_supported', reason: 'option' },
  { message: { ticker: 'SPY 250624C596' }, code: 'option', reason: 'SPY 250624C596' },
  { message: { ticker: 'NQ1!' }, code: 'continuous_future', reason: 'NQ1!' },
  { message: { ticker: '' }, code: 'symbol_missing', reason: 'ticker' },
  { message: { sentiment: 'sideways' }, code: 'sentiment_unknown', reason: '"sideways"' },
  { message: { quantityType: 'lots', quantity: 1 }, code: 'quantity_type_unknown', reason: '"lots"' },
  { message: { quantity: 'all' }, code: 'not_a_number', reason: '"all"' },
  { message: { quantity: '1,5' }, code: 'not_a_number', reason: '"1,5"' },
  { message: { quantity: 0 }, code: 'not_positive', reason: '"quantity"' },
  { message: { quantity: -1 }, code: 'not_positive', reason: '"quantity"' },
  { message: { quantity: 1, quantityType: 'risk_percent' }, code: 'stop_loss_missing', reason: 'stop loss' },
  { message: { orderType: 'iceberg' }, code: 'order_type_unknown', reason: '"iceberg"' },
  { message: { stopLoss: { percent: 'tight' } }, code: 'not_a_number', reason: '"tight"' },
  { message: { stopLoss: { percentage: 5 } }, code: 'level_unreadable', reason: '"stopLoss"' },
  {
    message: { stopLoss: { type: 'stop_limit', stopPrice: 90, limitPrice: 89 } },
    code: 'order_type_not_supported',
    reason: 'stopLoss.type" is "stop_limit", and must be stop or trailing_stop',
  },
  { message: { stopLoss: { percent: 5, amount: 100 } }, code: 'contradictory_fields', reason: '"stopLoss"' },
  {
    message: { stopLoss: { type: 'trailing_stop', trailPercent: 1, stopPrice: 90 } },
    code: 'contradictory_fields',
    reason: '"stopLoss"',
  },
  { message: { takeProfit: { percent: 5, limitPrice: 100 } }, code: 'contradictory_fields', reason: '"takeProfit"' },
  {
    message: { orderType: 'trailing_stop', trailPercent: 1, trailAmount: 5 },
    code: 'contradictory_fields',
    reason: 'by an amount',
  },
  { message: { quantity: 'NaN' }, code: 'not_a_number', reason: '"quantity"' },
  { message: { action: 'cancel', cancelOrderType: 'stop' }, code: 'cancel_not_supported', reason: '"stop"' },
  { message: { cancel: true, cancelOrderType: 'limit' }, code: 'cancel_not_supported', reason: '"limit"' },
  { message: { delay: 0.5 }, code: 'not_seconds', reason: 'whole seconds' },
  { message: { cancel: 'maybe' }, code: 'not_a_flag', reason: '"cancel"' },
  { message: { action: 'add', sentiment: 'flat' }, code: 'contradictory_fields', reason: 'flat' },
  { message: { action: 'sell', sentiment: 'bullish' }, code: 'quantity_missing', reason: 'by how much' },
])('TradersPost: refuses $message with $code', ({ message, code, reason }) => {
  const { signals, notUnderstood } = read({ ...base, ...message });
  expect(signals).toEqual([]);
  expect(notUnderstood).toEqual({ code, reason: expect.stringContaining(reason) });
});

it.each([
  { qty: 1 },
  { market_position: 'long' },
  { strategy: { market_position: 'long' } },
  { leverage: 5 },
  { sl: 59000 },
  { targets: [70000] },
  { tp2: 70000 },
  { trailing_stop: 1 },
  { risk_percent: 1 },
  { strategy_info: { market_position: 'flat' } },
  { strategy_market_position: 'flat' },
  { isClose: true },
  { signal: 'exit_long' },
  { order: 'limit' },
  { positionSide: 'LONG' },
  { size_type: 'percent' },
  { market: 'futures' },
  { pair: 'ETHUSDT' },
  { order_action: 'sell' },
])(
  'TradersPost: leaves a message with %j to the generic reader, since TradersPost would ignore that field',
  (field) => {
    expect(read({ ...base, ...field }).dialect).toBe('generic');
  },
);

it.each([{ order: 'Long 1' }, { signal: 'golden cross' }, { type: '' }, { market: 'BTCUSDT' }, { interval: '15' }])(
  'TradersPost: takes a message with %j, which only informs',
  (field) => {
    expect(read({ ...base, ...field }).dialect).toBe('traderspost');
  },
);

it.each([
  { Ticker: 'BTCUSDT', action: 'buy' },
  { ticker: 'BTCUSDT', action: 'long' },
  { symbol: 'BTCUSDT', action: 'buy' },
])('TradersPost: does not claim %j', (message) => {
  expect(read(message).dialect).toBe('generic');
});
