import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

it.each([
  { text: 'BUY_EXCHANGE_BTC-ETH', signal: { intent: 'buy', symbol: 'ETHBTC', size: { type: 'strategy_default' } } },
  { text: 'BUY_EXCHANGE_BTC-ETH_0.1', signal: { intent: 'buy', size: { type: 'quote', value: '0.1' } } },
  { text: 'SELL_EXCHANGE_USDT-BTC', signal: { intent: 'close_long', symbol: 'BTCUSDT', reduceOnly: true } },
  { text: 'STOPLOSS_EXCHANGE_BTC-ETH', signal: { intent: 'close_long', symbol: 'ETHBTC' } },
  {
    text: 'BUY_BINANCE_USDT-BTC_100_59000\n',
    signal: { size: { type: 'quote', value: '100' }, orderType: 'limit', price: '59000', chartExchange: 'BINANCE' },
  },
  {
    text: 'BUY_BINANCE_USDT-BTC_0_59000',
    signal: { size: { type: 'strategy_default' }, orderType: 'limit', price: '59000' },
  },
  { text: 'SHORT_BINANCE_USDT-BTC_100', signal: { intent: 'open_short', size: { type: 'quote', value: '100' } } },
])('Gunbot: "$text" is understood', ({ text, signal }) => {
  expect(readMessage(text)).toMatchObject({ dialect: 'gunbot', signals: [signal] });
});

it.each([
  { text: 'BUY_EXCHANGE_USDT-BTC_amount_rate', code: 'not_a_number' },
  { text: 'BUY_EXCHANGE_USDT-BTC_NaN', code: 'not_a_number' },
  { text: 'BUY_EXCHANGE_USDT-BTC_0', code: 'not_positive' },
  { text: 'BUY_EXCHANGE_USDT-BTC_1_2_3', code: 'field_not_supported' },
  { text: 'BUY_EXCHANGE_', code: 'symbol_missing' },
])('Gunbot: refuses "$text" with $code', ({ text, code }) => {
  expect(readMessage(text)).toMatchObject({ dialect: 'gunbot', signals: [], notUnderstood: { code } });
});
