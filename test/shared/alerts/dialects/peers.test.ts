import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

const read = (message: object) => readMessage(fillPlaceholders(JSON.stringify(message)));
const dydx = {
  ...{ exchange: 'dydxv4', strategy: 'SOL_USD', market: 'SOL_USD', size: '10', reverse: false },
  ...{
    order: '{{strategy.order.action}}',
    position: '{{strategy.market_position}}',
    price: '{{strategy.order.price}}',
  },
};

it.each([
  {
    dialect: 'alert-connector',
    message: dydx,
    signal: {
      intent: 'target_position',
      targetSide: 'long',
      orderSide: 'buy',
      size: { type: 'base', value: '10' },
      routeKey: 'SOL_USD',
      signalPrice: '60000',
    },
  },
  {
    dialect: 'alert-connector',
    message: { ...dydx, size: undefined, sizeUsd: 50 },
    signal: { size: { type: 'quote', value: '50' } },
  },
  {
    dialect: 'alert-connector',
    message: { ...dydx, size: undefined, sizeByLeverage: 1.5 },
    signal: { size: { type: 'pct_equity', value: '150' } },
  },
  {
    dialect: 'generic',
    message: {
      apiKey: 'your-hoox-webhook-passkey',
      exchange: 'bybit',
      action: 'LONG',
      symbol: 'BTCUSDT',
      quantity: 0.001,
      leverage: 10,
    },
    signal: { intent: 'buy', symbol: 'BTCUSDT', size: { type: 'base', value: '0.001' }, leverage: '10' },
  },
  {
    dialect: 'generic',
    message: {
      apiKey: 'your-hoox-webhook-passkey',
      action: 'CLOSE_SHORT',
      symbol: 'BTCUSDT',
      idempotencyKey: 'run-2026-1',
    },
    signal: { intent: 'close_short', explicitId: 'run-2026-1' },
  },
  {
    dialect: 'generic',
    message: {
      ...{ key: '678777', exchange: 'bybit', symbol: 'ETHUSD', type: 'Market', side: 'Buy', qty: '1', price: '1120' },
      ...{
        close_position: 'False',
        cancel_orders: 'True',
        order_mode: 'Both',
        take_profit_percent: '1',
        stop_loss_percent: '0.5',
      },
    },
    signal: {
      ...{
        intent: 'buy',
        symbol: 'ETHUSD',
        cancelFirst: true,
        size: { type: 'base', value: '1' },
        signalPrice: '1120',
      },
      ...{ stopLoss: { kind: 'pct', value: '0.5' }, takeProfits: [{ kind: 'pct', value: '1' }] },
    },
  },
  {
    dialect: 'artoruotsala',
    message: {
      coinOne: 'TRX',
      coinTwo: 'USDT',
      type: '{{strategy.market_position}}',
      action: '{{strategy.order.action}}',
      password: '...',
    },
    signal: { intent: 'target_position', symbol: 'TRXUSDT', targetSide: 'long', orderSide: 'buy' },
  },
  {
    dialect: 'artoruotsala',
    message: { coinOne: 'TRX', coinTwo: 'USDT', type: 'long', action: 'sell' },
    signal: { intent: 'target_position', targetSide: 'long', orderSide: 'sell' },
  },
  {
    dialect: 'generic',
    message: {
      action: '{{strategy.order.action}}',
      symbol: '{{ticker}}',
      quantity: '{{strategy.order.contracts}}',
      price: '{{close}}',
    },
    signal: { intent: 'buy', symbol: 'BTCUSDT', size: { type: 'base', value: '2' }, signalPrice: '60000' },
  },
  {
    dialect: 'generic',
    message: {
      symbol: '{{ticker}}',
      side: 'BUY',
      tier: 'Standard',
      entryPrice: 50000,
      sl: 49500,
      tp1: 50500,
      tp2: 51000,
      tp3: 51500,
      mainTp: 50500,
    },
    signal: {
      intent: 'buy',
      stopLoss: { kind: 'abs', value: '49500' },
      takeProfits: [{ value: '50500' }, { value: '51000' }, { value: '51500' }],
    },
  },
  {
    dialect: 'tvbit-bot',
    message: {
      ...{ is_test_net: true, api_key: '', api_secret_key: '' },
      order: { symbol: 'BTCUSDT', type: 'Market', price: 0, side: 'Buy', qty: 0.014, tp: '0', sl: '{{high}}' },
    },
    signal: {
      intent: 'buy',
      accountAlias: 'testnet',
      size: { type: 'base', value: '0.014' },
      takeProfits: [],
      stopLoss: { kind: 'abs', value: '60100' },
    },
  },
])('open-source receivers: $message is understood as $dialect', ({ dialect, message, signal }) => {
  expect(read(message)).toMatchObject({ dialect, signals: [signal] });
});

it.each([
  {
    message: { action: 'long', ticker: 'BTC', amountPercent: 5, password: 'your_webhook_password' },
    code: 'size_not_supported',
    reason: 'highest leverage',
  },
  {
    message: {
      ...{ source: 'MOCK', market: 'BTC-USD', price: '{{high}}', emitKey: 'MOCK', dryrun: false, interval: 3600 },
      details: { trend: 'BUY', entry: '{{plot_6}}', cancel: '{{plot_1}}' },
    },
    ...{ code: 'entry_not_supported', reason: 'waits' },
  },
  {
    message: {
      key: '<key>',
      telegram: '<chat>',
      discord: '<hook>',
      slack: '<hook>',
      msg: 'Long *#{{ticker}}* at `{{close}}`',
    },
    ...{ code: 'notification_only', reason: 'for people' },
  },
  { message: { key: 'YOUR_KEY_HERE', message: "I'm a webhook!" }, code: 'notification_only', reason: 'for people' },
  { message: { ...dydx, sizeByLeverage: 2 }, code: 'contradictory_fields', reason: 'sizeByLeverage' },
  { message: { ...dydx, sizeUsd: 50 }, code: 'contradictory_fields', reason: '"sizeUsd"' },
  { message: { ...dydx, size: 'NaN' }, code: 'not_a_number', reason: '"size"' },
  { message: { ...dydx, trailing_stop: 1 }, code: 'field_not_supported', reason: '"trailing_stop"' },
  { message: { ...dydx, position: 'up' }, code: 'position_unknown', reason: 'position' },
  { message: { is_test_net: true, order: 'buy' }, code: 'unknown_format', reason: 'object' },
])('open-source receivers: refuses $message with $code', ({ message, code, reason }) => {
  const found = read(message);
  expect(found).toMatchObject({ signals: [], notUnderstood: { code } });
  expect(found.notUnderstood?.reason).toContain(reason);
});
