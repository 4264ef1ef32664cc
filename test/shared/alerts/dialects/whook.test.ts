import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

it.each([
  {
    text: 'myKucoinA ETH/USDT buy 300$ x3',
    signals: [
      {
        intent: 'buy',
        symbol: 'ETHUSDT',
        market: 'usdm',
        size: { type: 'quote', value: '300' },
        isSizeMargin: true,
        leverage: '3',
        accountAlias: 'myKucoinA',
      },
    ],
  },
  {
    text: 'myKucoinA {{ticker}} pos {{strategy.position_size}} x3',
    signals: [
      {
        intent: 'target_position',
        targetSide: 'long',
        targetQuantity: '2',
        size: { type: 'base', value: '2' },
        leverage: '3',
      },
    ],
  },
  {
    text: 'myKucoinA ETH/USD close 33.33%',
    signals: [{ intent: 'reduce', size: { type: 'pct_position', value: '33.33' }, reduceOnly: true }],
  },
  {
    text: 'myKucoinA ETH/USDT buy 300$ x3 limit:myid002:1012',
    signals: [{ intent: 'buy', orderType: 'limit', price: '1012', orderTag: 'myid002' }],
  },
  { text: 'myKucoinA ETH/USDT cancel:all', signals: [{ intent: 'cancel_orders', symbol: 'ETHUSDT' }] },
  { text: 'myKucoinA ETH/USDT cancel:myid002', signals: [{ intent: 'cancel_orders', orderTag: 'myid002' }] },
  {
    text: 'ETH/USDT position -50 x3 myKucoinA',
    signals: [{ intent: 'target_position', targetSide: 'short', targetQuantity: '50' }],
  },
  {
    text: 'ETHUSDT.P pos 0 my_bot',
    signals: [{ intent: 'target_position', targetSide: 'flat', size: { type: 'strategy_default' } }],
  },
  {
    text: 'sell 10 5x ETHUSDT kucoin',
    signals: [{ intent: 'sell', size: { type: 'base', value: '10' }, leverage: '5' }],
  },
  { text: 'kucoin ETHUSDT buy 33% nominal', signals: [{ size: { type: 'pct_equity', value: '33' } }] },
  {
    text: 'kucoin ETHUSDT sell 0.25 reduceonly',
    signals: [{ intent: 'reduce', targetSide: 'long', size: { type: 'base', value: '0.25' } }],
  },
  {
    text: '// both accounts\nkucoinA ETHUSDT close\n\nkucoinB ETHUSDT buy 0.5',
    signals: [
      { step: 1, of: 2, intent: 'flat', accountAlias: 'kucoinA' },
      { step: 2, of: 2, intent: 'buy', accountAlias: 'kucoinB' },
    ],
  },
])('whook: "$text" is understood', ({ text, signals }) => {
  expect(readMessage(fillPlaceholders(text))).toMatchObject({ dialect: 'whook', signals });
});

it.each([
  { text: 'kucoinA ETHUSDT buy', code: 'quantity_missing' },
  { text: 'kucoinA ETHUSDT buy 1 limit:a:0', code: 'not_positive' },
  { text: 'kucoinA ETHUSDT close 5$', code: 'size_not_supported' },
  { text: 'kucoinA ETHUSDT sell 10@ 5x', code: 'size_not_supported' },
  { text: 'kucoinA ETHUSDT buy -0.5', code: 'not_positive' },
  { text: 'kucoinA ETHUSDT pos 1 limit:a:2000', code: 'limit_not_supported' },
  { text: 'kucoinA ETHUSDT close limit:a:2000', code: 'limit_not_supported' },
  { text: 'kucoinA ETHUSDT buy 0', code: 'not_positive' },
  { text: 'kucoinA ETHUSD.P buy 1', code: 'coin_margined' },
  { text: 'kucoinA ETHUSDT buy 1\nand then some more', code: 'line_unreadable' },
  { text: 'kucoinA ETHUSDT buy 1\n'.repeat(25), code: 'too_many_steps' },
])('whook: refuses "$text" with $code', ({ text, code }) => {
  expect(readMessage(text)).toMatchObject({ dialect: 'whook', signals: [], notUnderstood: { code } });
});

it.each([
  'never close BTCUSDT',
  'do not buy BTCUSDT 1',
  'please buy BTCUSDT now',
  'BTCUSDT close soon',
  'kucoinA BTCUSDT ETHUSDT buy 1',
  'kucoinA BTCUSDT buy 1 2',
])('whook: does not take "%s" for an order', (text) => {
  expect(readMessage(text)).toMatchObject({ signals: [], notUnderstood: { code: 'unknown_format' } });
});
