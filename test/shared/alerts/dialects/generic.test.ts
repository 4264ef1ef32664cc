import { expect, it } from 'vitest';
import { readAlert } from '../../../../shared/alerts/read-alert.ts';

const read = (message: object) => {
  const { dialect, signals, notUnderstood, repairs } = readAlert(JSON.stringify(message));
  return { dialect, notUnderstood, repairs, signals: JSON.parse(JSON.stringify(signals)) };
};
const base = { symbol: 'BTCUSDT', action: 'buy' };

it.each([
  'symbol',
  'ticker',
  'pair',
  'market',
  'instrument',
  'tv_instrument',
  'coin',
  'asset',
  'SYMBOL',
  'tvInstrument',
])('generic: "%s" is the symbol', (name) => {
  expect(read({ [name]: 'BTCUSDT', side: 'buy' }).signals).toMatchObject([{ dialect: 'generic', symbol: 'BTCUSDT' }]);
});

it.each([
  [
    { base: 'BTC', quote: 'USDT.P' },
    { symbol: 'BTCUSDT', market: 'usdm' },
  ],
  [{ coinOne: 'TRX', coinTwo: 'USDT' }, { symbol: 'TRXUSDT' }],
  [
    { symbol: 'BTCUSDT', market: 'futures' },
    { symbol: 'BTCUSDT', market: 'usdm' },
  ],
  [
    { symbol: 'BTCUSDT', market: 'spot' },
    { symbol: 'BTCUSDT', market: 'spot' },
  ],
  [
    { ticker: 'BTCUSDT', exchange: 'NYMEX_DL' },
    { chartExchange: 'NYMEX', extras: { delayed_data: 'true' } },
  ],
])('generic: the symbol of %j', (message, signal) => {
  expect(read({ side: 'buy', ...message }).signals).toEqual([expect.objectContaining(signal)]);
});

it.each(['action', 'side', 'direction', 'order', 'signal', 'type', 'order_action', 'SIDE', 'strategy.order_action'])(
  'generic: "%s" is the side',
  (name) => {
    expect(read({ symbol: 'BTCUSDT', [name]: 'Sell' }).signals).toMatchObject([{ intent: 'sell' }]);
  },
);

it.each([
  ['long', 'buy'],
  ['BULLISH', 'buy'],
  ['bull', 'buy'],
  ['entry/buy', 'open_long'],
  ['enter_long', 'open_long'],
  ['short', 'sell'],
  ['bear', 'sell'],
  ['ENTER-SHORT', 'open_short'],
  ['exit', 'flat'],
  ['close', 'flat'],
  ['Flatten', 'flat'],
  ['close_position', 'flat'],
  ['exit_long', 'close_long'],
  ['close/buy', 'close_short'],
  ['cancel_all', 'cancel_orders'],
])('generic: the word "%s" is the intent %s', (word, intent) => {
  expect(read({ symbol: 'BTCUSDT', action: word }).signals).toMatchObject([{ intent }]);
});

it.each([
  { case: 'a close of a side', message: { action: 'close', side: 'long' }, signal: { intent: 'close_long' } },
  { case: 'a close by an order', message: { action: 'close', side: 'sell' }, signal: { intent: 'flat' } },
  { case: 'an opening of a side', message: { action: 'open', side: 'short' }, signal: { intent: 'open_short' } },
  {
    case: 'an addition',
    message: { action: 'add', side: 'long', qty: 1 },
    signal: { intent: 'add', targetSide: 'long' },
  },
  {
    case: 'a reduction',
    message: { action: 'reduce', side: 'sell', qty: 1 },
    signal: { intent: 'reduce', targetSide: 'long' },
  },
  {
    case: 'the type of an order beside a side',
    message: { type: 'Market', side: 'Buy' },
    signal: { intent: 'buy', orderType: 'market' },
  },
  { case: 'a side named twice', message: { side: 'buy', direction: 'long' }, signal: { intent: 'buy' } },
  {
    case: 'a title in the field signal',
    message: { action: 'buy', signal: 'MACD cross' },
    signal: { intent: 'buy', extras: { signal: 'MACD cross' } },
  },
  { case: 'a flag to close', message: { side: 'Buy', close_position: 'True' }, signal: { intent: 'flat' } },
  { case: 'a flag not to close', message: { side: 'Buy', close_position: 'False' }, signal: { intent: 'buy' } },
  {
    case: 'reduce only',
    message: { side: 'sell', reduce_only: true },
    signal: { intent: 'close_long', reduceOnly: true },
  },
  {
    case: 'reduce only with a quantity',
    message: { side: 'buy', reduceOnly: 1, qty: 2 },
    signal: { intent: 'reduce', targetSide: 'short', size: { type: 'base', value: '2' } },
  },
  { case: 'a sentiment', message: { side: 'sell', sentiment: 'flat' }, signal: { intent: 'close_long' } },
  {
    case: 'a partial close',
    message: { action: 'close', qty: '0.5' },
    signal: { intent: 'reduce', size: { type: 'base', value: '0.5' } },
  },
  {
    case: 'a partial close in percent',
    message: { action: 'close', qty: '50%' },
    signal: { intent: 'reduce', size: { type: 'pct_position', value: '50' } },
  },
  { case: 'a close in percent of all', message: { action: 'close', qty: '100%' }, signal: { intent: 'flat' } },
])('generic: $case', ({ message, signal }) => {
  expect(read({ symbol: 'BTCUSDT', ...message }).signals).toEqual([expect.objectContaining(signal)]);
});

it.each([
  { market_position: 'short', market_position_size: '2', prev_market_position: 'long', prev_market_position_size: 2 },
  { marketPosition: 'Short', marketPositionSize: 2, prevMarketPosition: 'long', prevMarketPositionSize: 2 },
  {
    strategy: {
      market_position: 'short',
      market_position_size: 2,
      prev_market_position: 'long',
      prev_market_position_size: 2,
    },
  },
  {
    'strategy.market_position': 'short',
    'strategy.market_position_size': 2,
    'strategy.prev_market_position': 'long',
    'strategy.prev_market_position_size': 2,
  },
  {
    strategy_info: {
      market_position: 'short',
      market_position_size: 2,
      prev_market_position: 'long',
      prev_market_position_size: 2,
    },
  },
  { market_position: 'short', position_size: '-2', previous_market_position: 'long', previous_market_position_size: 2 },
])('generic: the target position of %j wins over the side', (position) => {
  expect(read({ ...base, ...position }).signals).toEqual([
    expect.objectContaining({
      intent: 'target_position',
      orderSide: 'buy',
      targetSide: 'short',
      targetQuantity: '2',
      previousSide: 'long',
      previousQuantity: '2',
    }),
  ]);
});

it.each([
  {
    case: 'a side only',
    message: { order: 'buy', position: 'long', size: '10' },
    signal: { intent: 'target_position', targetSide: 'long', orderSide: 'buy', size: { type: 'base', value: '10' } },
  },
  {
    case: 'flat with a size of 0',
    message: { action: 'sell', market_position: 'flat', quantity: '0' },
    signal: { intent: 'target_position', targetSide: 'flat', size: { type: 'strategy_default' } },
  },
  {
    case: 'no side at all',
    message: { market_position: 'long' },
    signal: { intent: 'target_position', targetSide: 'long' },
  },
  {
    case: 'a signed size alone',
    message: { position_size: '-3' },
    signal: { intent: 'target_position', targetSide: 'short', targetQuantity: '3' },
  },
  {
    case: 'an exit beside the side that it leaves',
    message: { action: 'exit', position: 'long' },
    signal: { intent: 'close_long', reduceOnly: true },
  },
  { case: 'a cancel', message: { action: 'cancel', market_position: 'long' }, signal: { intent: 'cancel_orders' } },
])('generic: a target position with $case', ({ message, signal }) => {
  expect(read({ symbol: 'BTCUSDT', ...message }).signals).toEqual([expect.objectContaining(signal)]);
});

it.each(['quantity', 'qty', 'amount', 'size', 'contracts', 'volume', 'units', 'QUANTITY', 'order_contracts'])(
  'generic: "%s" is the quantity',
  (name) => {
    expect(read({ ...base, [name]: '0.10' }).signals).toMatchObject([{ size: { type: 'base', value: '0.1' } }]);
  },
);

it.each([
  { case: 'a percentage', message: { qty: '50%' }, size: { type: 'pct_equity', value: '50' } },
  { case: 'quote', message: { quoteOrderQty: 100 }, size: { type: 'quote', value: '100' } },
  {
    case: 'a unit of another name',
    message: { qty: 10, qty_unit: 'percent' },
    size: { type: 'pct_equity', value: '10' },
  },
  { case: 'a unit', message: { qty: 100, quantity_type: 'quote' }, size: { type: 'quote', value: '100' } },
  { case: 'nothing', message: {}, size: { type: 'strategy_default' } },
  { case: 'an empty text', message: { qty: '' }, size: { type: 'strategy_default' } },
  {
    case: 'the volume of a bar',
    message: { open: 1, high: 2, low: 1, close: 2, volume: 5000 },
    size: { type: 'strategy_default' },
  },
])('generic: a size of $case', ({ message, size }) => {
  expect(read({ ...base, ...message }).signals).toMatchObject([{ size }]);
});

it.each([
  { case: 'price', message: { price: 100 }, signal: { orderType: 'market', signalPrice: '100' } },
  { case: 'close', message: { close: '100.5' }, signal: { signalPrice: '100.5' } },
  { case: 'a price that is no number', message: { price: 'high' }, signal: { extras: { price: 'high' } } },
  {
    case: 'price on a limit order',
    message: { order_type: 'Limit', price: 100, close: 101 },
    signal: { orderType: 'limit', price: '100', signalPrice: '101' },
  },
  {
    case: 'both prices',
    message: { type: 'limit', limit_price: 99, price: 100 },
    signal: { orderType: 'limit', price: '99', signalPrice: '100' },
  },
  { case: 'a limit price alone', message: { limitPrice: 99 }, signal: { orderType: 'limit', price: '99' } },
  {
    case: 'the trigger of a stop order',
    message: { order_type: 'stop', stop_price: 99 },
    signal: { orderType: 'stop', stopPrice: '99' },
  },
  {
    case: 'a stop price on a market order',
    message: { stop_price: 99 },
    signal: { orderType: 'market', stopLoss: { kind: 'abs', value: '99' } },
  },
  {
    case: 'levels in percent',
    message: { sl: '2%', take_profit_percent: 4 },
    signal: { stopLoss: { kind: 'pct', value: '2' }, takeProfits: [{ kind: 'pct', value: '4' }] },
  },
  {
    case: 'several take profits',
    message: { tp1: 101, tp2: '102', tp3: '' },
    signal: {
      takeProfits: [
        { kind: 'abs', value: '101' },
        { kind: 'abs', value: '102' },
      ],
    },
  },
  {
    case: 'a list of targets',
    message: { targets: [101, { percent: 3 }] },
    signal: {
      takeProfits: [
        { kind: 'abs', value: '101' },
        { kind: 'pct', value: '3' },
      ],
    },
  },
  {
    case: 'targets with shares',
    message: {
      targets: [
        { price: 101, share: 0.25 },
        { percent: 3, share: '0.75' },
      ],
    },
    signal: {
      takeProfits: [
        { kind: 'abs', value: '101', share: '0.25' },
        { kind: 'pct', value: '3', share: '0.75' },
      ],
    },
  },
  {
    case: 'one thing under two names',
    message: { tp: '101.0', take_profit: 101, tp1: 101, sl: 99, stop_price: '99', qty: 1, quantity: '1.0' },
    signal: {
      stopLoss: { kind: 'abs', value: '99' },
      takeProfits: [{ kind: 'abs', value: '101' }],
      size: { type: 'base', value: '1' },
    },
  },
  {
    case: 'words that only inform',
    message: { risk: 'low', trailing_stop: false, tp_type: 'limit', profit: 12.5, slope: 0.3, stochastic: 20 },
    signal: { takeProfits: [] },
  },
  { case: 'levels of 0', message: { tp: '0', sl: 0 }, signal: { takeProfits: [] } },
])('generic: $case', ({ message, signal }) => {
  expect(read({ ...base, ...message }).signals).toEqual([expect.objectContaining(signal)]);
});

it.each([
  { field: { timenow: '2026-01-05T10:00:07Z' }, signal: { signalAt: '2026-01-05T10:00:07.000Z' } },
  { field: { timestamp: 1767607207 }, signal: { signalAt: '2026-01-05T10:00:07.000Z' } },
  { field: { source_timestamp: '1767607207123' }, signal: { signalAt: '2026-01-05T10:00:07.123Z' } },
  { field: { time: 'noon' }, signal: { extras: { time: 'noon' } } },
  { field: { bar_time: '2026-01-05T10:00:00Z' }, signal: { barAt: '2026-01-05T10:00:00.000Z' } },
  { field: { interval: 15 }, signal: { interval: '15' } },
  { field: { max_lag: '300' }, signal: { maxLagSeconds: 300 } },
  { field: { delay_seconds: 6 }, signal: { delaySeconds: 6 } },
  { field: { alert_id: 'a-1' }, signal: { explicitId: 'a-1' } },
  { field: { idempotencyKey: 'Long' }, signal: { explicitId: 'Long' } },
  { field: { id: 'Long' }, signal: { orderTag: 'Long' } },
  { field: { order_id: 'Long' }, signal: { orderTag: 'Long' } },
  { field: { leverage: '5' }, signal: { leverage: '5' } },
  { field: { strategy: 'Trend' }, signal: { routeKey: 'Trend' } },
  { field: { account: 'main' }, signal: { accountAlias: 'main' } },
  { field: { dryRun: 1 }, signal: { dryRun: true } },
  { field: { cancel_orders: 'True' }, signal: { cancelFirst: true } },
  {
    field: { order_type: 'trailing_stop', stop_price: 59000, trail_percent: 1 },
    signal: { orderType: 'trailing_stop', stopPrice: '59000', takeProfits: [] },
  },
  { field: { close: 60000, volume: 1234.5 }, signal: { size: { type: 'strategy_default' } } },
  { field: { rsi: 30, deep: { x: 'y' } }, signal: { extras: { rsi: '30', 'deep.x': 'y' } } },
])('generic: reads %j', ({ field, signal }) => {
  expect(read({ ...base, ...field }).signals).toEqual([expect.objectContaining(signal)]);
});

it('generic: a price of 0 is the absence of one', () => {
  const [signal] = read({ ...base, price: 0 }).signals;
  expect(signal).toMatchObject({ intent: 'buy' });
  expect(signal).not.toHaveProperty('signalPrice');
});

it.each([
  { message: { action: 'buy' }, code: 'symbol_missing', reason: 'symbol, ticker, pair' },
  { message: { symbol: 'BTCUSDT' }, code: 'action_missing', reason: 'action, side, direction' },
  {
    message: { symbol: 'BTCUSDT', action: 'moon' },
    code: 'action_unknown',
    reason: 'is "moon", and must be buy, sell, long, short',
  },
  { message: { symbol: 'BTCUSDT', action: 'reverse', side: 'long' }, code: 'action_unknown', reason: '"reverse"' },
  { message: { ...base, side: 'sell' }, code: 'contradictory_fields', reason: '"side" says "sell"' },
  { message: { ...base, Action: 'sell' }, code: 'duplicate_key', reason: '"Action"' },
  { message: { ...base, qty: 1, size: 2 }, code: 'contradictory_fields', reason: '"qty" and "size" mean the same' },
  { message: { ...base, qty: '50%', quantity_type: 'quote' }, code: 'contradictory_fields', reason: 'percentage' },
  { message: { ...base, qty: 0 }, code: 'not_positive', reason: '"qty"' },
  { message: { ...base, qty: { value: 1 } }, code: 'not_a_number', reason: 'a JSON object' },
  { message: { ...base, market_position: 'sideways' }, code: 'position_unknown', reason: '"sideways"' },
  { message: { ...base, market_position: 'long', position_size: -1 }, code: 'contradictory_fields', reason: 'long' },
  {
    message: { ...base, market_position: 'flat', market_position_size: 1 },
    code: 'contradictory_fields',
    reason: 'flat',
  },
  {
    message: { symbol: 'BTCUSDT', side: 'sell', position_size: '0.5' },
    code: 'contradictory_fields',
    reason: 'market_position',
  },
  { message: { ...base, order_type: 'limit' }, code: 'price_missing', reason: 'limit_price' },
  { message: { ...base, sl: 100, sl_percent: 2 }, code: 'contradictory_fields', reason: 'two stop losses' },
  { message: { ...base, order_type: 'odd' }, code: 'order_type_unknown', reason: '"odd"' },
  { message: { ...base, leverage: 'max' }, code: 'not_a_number', reason: '"max"' },
  { message: { ...base, sl: 'below' }, code: 'not_a_number', reason: '"below"' },
  { message: { ...base, sl: -5 }, code: 'not_positive', reason: '"sl"' },
  { message: { ...base, dry_run: 'perhaps' }, code: 'not_a_flag', reason: '"dry_run"' },
  { message: { symbol: 'BTCUSDT.P', market: 'spot', side: 'buy' }, code: 'contradictory_fields', reason: 'spot' },
  {
    message: { symbol: 'BTCUSDT', action: 'enter_long', reduce_only: true },
    code: 'contradictory_fields',
    reason: 'reduce only',
  },
  { message: { ...base, tp: 101, targets: [102, 103] }, code: 'contradictory_fields', reason: '"tp" and "targets"' },
  { message: { ...base, take_profit: 101, tp_price: 102 }, code: 'contradictory_fields', reason: '"tp_price"' },
  { message: { ...base, tp: 101, tp2: 102 }, code: 'contradictory_fields', reason: 'tp1 to tp8' },
  { message: { ...base, tp: 101, tp_percent: 2 }, code: 'contradictory_fields', reason: 'tp_percent' },
  { message: { ...base, sl: 99, stop_loss: 98 }, code: 'contradictory_fields', reason: '"sl" and "stop_loss"' },
  { message: { ...base, sl: 99, stop_price: 98 }, code: 'contradictory_fields', reason: '"stop_price"' },
  { message: { ...base, qty: 1, notional: 100 }, code: 'contradictory_fields', reason: '"qty" and "notional"' },
  { message: { ...base, quantity: 1, contracts: 2 }, code: 'contradictory_fields', reason: '"contracts"' },
  { message: { ...base, leverage: 5, lev: 10 }, code: 'contradictory_fields', reason: '"lev"' },
  {
    message: { ...base, order_type: 'limit', price: 100, entry: 99 },
    code: 'contradictory_fields',
    reason: '"price" and "entry"',
  },
  { message: { ...base, order_type: 'market', limit_price: 99 }, code: 'contradictory_fields', reason: 'limit_price' },
  {
    message: { ...base, order_type: 'market', type: 'limit', price: 9 },
    code: 'contradictory_fields',
    reason: '"limit"',
  },
  { message: { ...base, ticker: 'ETHUSDT' }, code: 'contradictory_fields', reason: '"ETHUSDT"' },
  {
    message: { ...base, order_action: 'buy', strategy: { order_action: 'sell' } },
    code: 'contradictory_fields',
    reason: '"strategy.order_action" says "sell"',
  },
  { message: { ...base, market_position: 'long', sentiment: 'flat' }, code: 'contradictory_fields', reason: 'flat' },
  { message: { ...base, market_position: 'long', position: 'short' }, code: 'contradictory_fields', reason: 'short' },
  { message: { ...base, position_side: 'SHORT' }, code: 'contradictory_fields', reason: 'close_short' },
  { message: { ...base, sl: 2, sl_type: 'percent' }, code: 'field_not_supported', reason: '"sl_type"' },
  { message: { ...base, tp: 4, tp_type: 'percent' }, code: 'field_not_supported', reason: '"tp_type"' },
  ...['coinm', 'margin', 'options'].map((market) => ({
    message: { ...base, market },
    code: 'market_not_supported',
    reason: 'only spot and usdm',
  })),
  { message: { ...base, position: -2 }, code: 'field_not_supported', reason: '"position"' },
  {
    message: { ...base, targets: [{ price: 101, amount: 50 }] },
    code: 'contradictory_fields',
    reason: 'more than one',
  },
  { message: { ...base, targets: [{ price: 101, qty: 1 }] }, code: 'field_not_supported', reason: '"targets.qty"' },
  { message: { ...base, targets: [{ price: 101, share: 50 }] }, code: 'shares_above_all', reason: '0.5 is half' },
  {
    message: {
      ...base,
      targets: [
        { price: 1, share: 0.6 },
        { price: 2, share: 0.6 },
      ],
    },
    code: 'shares_above_all',
    reason: 'more than all',
  },
  { message: { ...base, sl: { price: 99, share: 0.5 } }, code: 'field_not_supported', reason: '"sl.share"' },
  { message: { ...base, sl: { price: 99, trailPercent: 1 } }, code: 'field_not_supported', reason: 'trailPercent' },
  { message: { ...base, trail_percent: 1 }, code: 'trailing_not_supported', reason: 'order type trailing_stop' },
  {
    message: { ...base, order_type: 'trailing_stop', trail_percent: 1, trail_amount: 5 },
    code: 'contradictory_fields',
    reason: 'percentage and by an amount',
  },
  ...[
    'percent',
    'risk_percent',
    'trailing_stop',
    'callback_rate',
    'break_even',
    'tp9',
    'tp1_share',
    'sl_ticks',
    'lots',
    'stop',
    'limit',
    'target',
    'take_profits',
  ].map((name) => ({ message: { ...base, [name]: 5 }, code: 'field_not_supported', reason: `"${name}"` })),
  ...['NaN', 'na', 'Infinity'].map((text) => ({
    message: { ...base, qty: text },
    code: 'not_a_number',
    reason: '"qty" could not be worked out',
  })),
  { message: { symbol: 'BTCUSDT', action: 'close', qty: 'NaN' }, code: 'not_a_number', reason: '"qty"' },
  { message: { ...base, market_position: 'long', qty: 0 }, code: 'not_positive', reason: '"qty"' },
  { message: { ...base, id: 'x'.repeat(201) }, code: 'id_too_long', reason: '201' },
  { message: { foo: 1 }, code: 'unknown_format', reason: 'symbol (symbol, ticker' },
])('generic: refuses $message with $code', ({ message, code, reason }) => {
  const { signals, notUnderstood } = read(message);
  expect(signals).toEqual([]);
  expect(notUnderstood).toMatchObject({ code, reason: expect.stringContaining(reason) });
});

it.each([
  { message: { action: 'cancel', side: 'buy' }, signal: { orderSide: 'buy' } },
  { message: { action: 'cancel', direction: 'short' }, signal: { orderSide: 'sell' } },
  { message: { action: 'cancel', comment: 'Long', tag: 'a1' }, signal: { orderTag: 'a1' } },
  { message: { action: 'cancel', order_id: 'Long' }, signal: { orderTag: 'Long' } },
  { message: { action: 'cancel', quantity: 'NaN', market_position: 'long' }, signal: {} },
])('generic: $message cancels the orders that it names', ({ message, signal }) => {
  expect(read({ symbol: 'BTCUSDT', ...message }).signals).toEqual([
    expect.objectContaining({ intent: 'cancel_orders', ...signal }),
  ]);
});

it('generic: a cancel with a comment, or beside a position, cancels all of the symbol', () => {
  const [signal] = read({ symbol: 'BTCUSDT', action: 'cancel', comment: 'Exit long', market_position: 'flat' }).signals;
  expect(signal).toMatchObject({ intent: 'cancel_orders', symbol: 'BTCUSDT' });
  expect(signal).not.toHaveProperty('orderTag');
  expect(signal).not.toHaveProperty('orderSide');
});

it('generic: names every problem of a message, up to three', () => {
  const { notUnderstood } = read({ symbol: 'BTCUSDT', action: 'moon', leverage: 'max', sl: 'below', tp: 'above' });
  expect(notUnderstood?.reason.split('; ')).toEqual([
    expect.stringContaining('"max"'),
    expect.stringContaining('"moon"'),
    expect.stringContaining('"below"'),
  ]);
});

it('generic: keeps at most 32 extras of 200 characters', () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`extra_${n}`, 'x'.repeat(300)]));
  const { extras } = read({ ...base, ...many }).signals[0];
  expect(Object.keys(extras)).toHaveLength(32);
  expect(extras.extra_0).toBe('x'.repeat(200));
});
