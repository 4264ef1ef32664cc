import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

it.each([
  {
    message: {
      PIN: '123456',
      EXCHANGE: 'bybit',
      SYMBOL: 'BTCUSDT',
      SIDE: '{{strategy.order.action}}',
      ORDER_TYPE: 'market',
      QUANTITY: '{{strategy.order.contracts}}',
    },
    signal: { intent: 'buy', symbol: 'BTCUSDT', size: { type: 'base', value: '2' }, orderType: 'market' },
  },
  {
    message: {
      PIN: 'your_pin',
      ID: '{{timenow}}',
      EXCHANGE: 'bybit',
      SYMBOL: 'BTC/USDT:USDT',
      SIDE: 'buy',
      ORDER_TYPE: 'market',
      QUANTITY: '0.01',
    },
    signal: { symbol: 'BTCUSDT', market: 'usdm', size: { type: 'base', value: '0.01' } },
  },
  {
    message: {
      PIN: '123456',
      EXCHANGE: 'binance',
      SYMBOL: 'ETHUSDT',
      SIDE: 'sell',
      ORDER_TYPE: 'limit',
      QUANTITY: 0.5,
      PRICE: 2000.5,
    },
    signal: {
      intent: 'sell',
      symbol: 'ETHUSDT',
      orderType: 'limit',
      price: '2000.5',
      size: { type: 'base', value: '0.5' },
    },
  },
])('TradeX: $message is understood, and its PIN is not kept', ({ message, signal }) => {
  const read = readMessage(fillPlaceholders(JSON.stringify(message)));
  expect(read).toMatchObject({ dialect: 'tradex', signals: [signal], secrets: [message.PIN] });
  expect(read.raw).not.toContain(message.PIN);
});

it.each([
  { change: { SIDE: 'up' }, code: 'action_unknown' },
  { change: { SYMBOL: 'BTC/USD:BTC' }, code: 'coin_margined' },
  { change: { ORDER_TYPE: 'limit' }, code: 'price_missing' },
])('TradeX: refuses $change with $code', ({ change, code }) => {
  const message = { PIN: 'your_pin', SYMBOL: 'BTCUSDT', SIDE: 'buy', ORDER_TYPE: 'market', QUANTITY: 1, ...change };
  expect(readMessage(message)).toMatchObject({ dialect: 'tradex', signals: [], notUnderstood: { code } });
});
