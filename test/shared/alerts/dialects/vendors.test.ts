import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

const connector = { action: 'buy', symbol: 'EURUSD', risk: 1, sl: 20, tp: 40 };
const copy = {
  symbol: 'EURUSD',
  type: 'POSITION_TYPE_BUY',
  time: '2020-08-24T00:00:00.000Z',
  volume: 0.01,
  stopLoss: 0.4,
  takeProfit: 0.6,
};

it.each([
  {
    dialect: 'signalbee',
    message: {
      ...{
        webhook_secret: 'replace-me-please',
        side: 'buy',
        symbol: 'BTCUSDT',
        quantity_type: 'percentage',
        quantity: 5,
      },
      ...{ source_timestamp: '{{timenow}}', signal_price: 60000 },
    },
    signal: {
      intent: 'buy',
      size: { type: 'pct_equity', value: '5' },
      maxLagSeconds: 300,
      signalAt: '2026-01-05T10:00:07.000Z',
    },
  },
  {
    dialect: 'generic',
    message: {
      ...{
        action: '{{strategy.order.action}}',
        symbol: 'BINANCE:{{ticker}}',
        quantity: '{{strategy.order.contracts}}',
        price: '{{close}}',
      },
      ...{
        order_type: 'market',
        order_id: '{{strategy.order.id}}',
        comment: '{{strategy.order.comment}}',
        reduce_only: false,
      },
    },
    signal: { intent: 'buy', symbol: 'BTCUSDT', orderTag: 'Long', size: { type: 'base', value: '2' } },
  },
  {
    dialect: 'alphainsider',
    message: {
      strategy_id: 'my-strategy',
      stock_id: 'BTCUSDT',
      action: '{{strategy.market_position}}',
      leverage: 1.5,
      api_token: 'replace-me',
    },
    signal: { intent: 'target_position', targetSide: 'long', leverage: '1.5', routeKey: 'my-strategy' },
  },
  {
    dialect: 'cornix',
    message: { uuid: 'a1b2', action: 'buy' },
    signal: { intent: 'buy', size: { type: 'strategy_default' }, routeKey: 'a1b2' },
  },
  {
    dialect: 'alphainsider',
    message: { strategy_id: 's', stock_id: 'BTCUSDT', action: 'close' },
    signal: { targetSide: 'flat' },
  },
  {
    dialect: 'copyfactory',
    message: copy,
    signal: {
      ...{
        intent: 'buy',
        symbol: 'EURUSD',
        size: { type: 'contracts', value: '0.01' },
        signalAt: '2020-08-24T00:00:00.000Z',
      },
      ...{ stopLoss: { kind: 'abs', value: '0.4' }, takeProfits: [{ kind: 'abs', value: '0.6' }] },
    },
  },
  {
    dialect: 'copyfactory',
    message: { ...copy, type: 'ORDER_TYPE_SELL_LIMIT', openPrice: 0.5 },
    signal: { intent: 'sell', orderType: 'limit', price: '0.5' },
  },
])('smaller vendors: $message is understood as $dialect', ({ dialect, message, signal }) => {
  expect(readMessage(fillPlaceholders(JSON.stringify(message)))).toMatchObject({ dialect, signals: [signal] });
});

it('theconnector: its numbers have the units that were chosen', () => {
  expect(readMessage(connector)).toMatchObject({
    dialect: 'theconnector',
    signals: [],
    notUnderstood: { code: 'unit_not_chosen' },
  });
  const settings = { pineConnector: { volumeUnit: 'loss_percent', targetUnit: 'price' } } as const;
  expect(readMessage(connector, settings).signals).toMatchObject([
    {
      intent: 'buy',
      size: { type: 'risk_pct', value: '1' },
      stopLoss: { kind: 'abs', value: '20' },
      takeProfits: [{ kind: 'abs', value: '40' }],
    },
  ]);
});

it.each([
  { message: { uuid: 'a1b2', action: 'start' }, code: 'action_unknown' },
  { message: ['webhook-1', 'webhook-2'], code: 'unknown_format' },
  { message: { ...copy, type: 'ORDER_TYPE_BUY_STOP' }, code: 'price_missing' },
  { message: { ...copy, stopLossUnits: 'RELATIVE_PIPS' }, code: 'stoplossunits_unknown' },
  { message: { ...copy, trailingStopLoss: 1 }, code: 'field_not_supported' },
  { message: { uuid: 'a1b2', action: 'buy', size_percent: 50 }, code: 'field_not_supported' },
  { message: { ...copy, volume: 0 }, code: 'not_positive' },
  { message: { ...copy, volume: null }, code: 'quantity_missing' },
  { message: { strategy_id: 's', stock_id: 'BTCUSDT', action: 'hold' }, code: 'action_unknown' },
  { message: { strategy_id: 's', stock_id: 'NASDAQ:AAPL', action: 'long' }, code: 'stock' },
])('smaller vendors: refuses $message with $code', ({ message, code }) => {
  expect(readMessage(message)).toMatchObject({ signals: [], notUnderstood: { code } });
});
