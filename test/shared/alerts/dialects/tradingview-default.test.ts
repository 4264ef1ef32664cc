import { expect, it } from 'vitest';
import { readAlert } from '../../../../shared/alerts/read-alert.ts';

const read = (text: string) => {
  const { dialect, repairs, signals, notUnderstood } = readAlert(text);
  return { dialect, repairs, notUnderstood, signals: JSON.parse(JSON.stringify(signals)) };
};

it.each([
  {
    text: 'order sell @ 2 filled on BTCUSDT.P. New strategy position is -1',
    signal: {
      symbol: 'BTCUSDT',
      market: 'usdm',
      orderSide: 'sell',
      size: { type: 'base', value: '2' },
      targetSide: 'short',
      targetQuantity: '1',
    },
  },
  {
    text: 'MACD (12, 26, 9): order buy @ 0.5 filled on BINANCE:ETHUSDT. New strategy position is 0.5',
    signal: {
      symbol: 'ETHUSDT',
      chartExchange: 'BINANCE',
      orderSide: 'buy',
      targetSide: 'long',
      targetQuantity: '0.5',
    },
  },
  {
    text: 'buy @ 1 filled on BTCUSDT. New strategy position is 0',
    signal: { symbol: 'BTCUSDT', targetSide: 'flat', targetQuantity: '0' },
  },
  {
    text: 'A filled on B. New strategy position is 9: order buy @ 1 filled on BTCUSDT. New strategy position is 1.\r\n',
    signal: { symbol: 'BTCUSDT', targetSide: 'long', targetQuantity: '1' },
  },
])('the default sentence: "$text" is a target position', ({ text, signal }) => {
  const { dialect, signals } = read(text);
  expect(dialect).toBe('tradingview-default');
  expect(signals).toEqual([expect.objectContaining({ intent: 'target_position', ...signal })]);
});

it('the default sentence: thousands commas are read and reported', () => {
  const { signals, repairs } = read('order buy @ 1,500 filled on DOGEUSDT. New strategy position is 12,500.5');
  expect(signals).toMatchObject([{ targetQuantity: '12500.5', size: { value: '1500' } }]);
  expect(repairs).toEqual(['thousands_comma']);
});

it.each([
  ['buy BTCUSDT', { intent: 'buy', symbol: 'BTCUSDT' }],
  ['BINANCE:BTCUSDT.P Short', { intent: 'sell', symbol: 'BTCUSDT', market: 'usdm', chartExchange: 'BINANCE' }],
  ['LONG eth/usdt', { intent: 'buy', symbol: 'ETHUSDT' }],
  ['close BTCUSDT.', { intent: 'flat', symbol: 'BTCUSDT' }],
  ['flat, BTCUSDT', { intent: 'flat', symbol: 'BTCUSDT' }],
])('bare words: "%s" is understood', (text, signal) => {
  expect(read(text).signals).toEqual([expect.objectContaining(signal)]);
});

it.each(['buy', 'SELL', 'long', 'short', 'close', 'flat', 'buy now', 'buy USDT', 'Sell!'])(
  'bare words: "%s" names no symbol, and the reason says so',
  (text) => {
    const { dialect, signals, notUnderstood } = read(text);
    expect(signals).toEqual([]);
    expect(dialect).toBe('tradingview-default');
    expect(notUnderstood).toEqual({ code: 'symbol_missing', reason: expect.stringContaining('names no symbol') });
  },
);

it.each([
  { text: 'buy BTCUSD.P', code: 'coin_margined' },
  { text: 'reduce BTCUSDT', code: 'quantity_missing' },
  { text: 'order buy @ 1 filled on NQ1!. New strategy position is 1', code: 'continuous_future' },
  { text: 'order buy @ many filled on BTCUSDT. New strategy position is 1', code: 'not_a_number' },
  { text: 'order buy @ 1 filled on BTCUSDT. New strategy position is 1,5', code: 'not_a_number' },
  {
    text: 'order buy @ 1 filled on BTCUSDT. New strategy position is {{strategy.position_size}}',
    code: 'placeholder_not_resolved',
  },
  { text: 'do not buy BTCUSDT', code: 'unknown_format' },
  { text: 'order buy @ 1 filled on BTCUSDT', code: 'unknown_format' },
  { text: '', code: 'empty_message' },
  { text: ' \n', code: 'empty_message' },
])('text: "$text" is refused with $code', ({ text, code }) => {
  expect(read(text)).toMatchObject({ signals: [], notUnderstood: { code } });
});
