import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

it.each([
  {
    text: 'ftx:short symbol=BTC-PERP size=2000 price=7600',
    signal: {
      ...{ intent: 'target_position', targetSide: 'short', symbol: 'BTCUSDT', market: 'usdm', accountAlias: 'ftx' },
      ...{ size: { type: 'quote', value: '2000' }, orderType: 'limit', price: '7600' },
    },
  },
  {
    text: 'bitmex:long symbol=BTC/USD size=3x',
    signal: { symbol: 'BTCUSD', targetSide: 'long', size: { type: 'pct_equity', value: '300' } },
  },
  {
    text: 'ftx:close size=50% symbol=ETH-PERP',
    signal: { intent: 'reduce', size: { type: 'pct_position', value: '50' }, reduceOnly: true },
  },
  {
    text: 'trade:mystub:sell quote=500 symbol=ADA/USD',
    signal: { intent: 'sell', accountAlias: 'mystub', size: { type: 'quote', value: '500' } },
  },
  { text: 'trade:mystub:cancelall symbol=RUNE-PERP', signal: { intent: 'cancel_orders', symbol: 'RUNEUSDT' } },
  { text: 'binance:long symbol=BTCUSDT size=200%', signal: { size: { type: 'pct_equity', value: '200' } } },
  { text: 'binance:close symbol=BTCUSDT', signal: { intent: 'flat' } },
  {
    text: 'binance:buy symbol=BTCUSDT base=0.5 reduce=true post=true',
    signal: { intent: 'reduce', targetSide: 'short', postOnly: true },
  },
])('Frostybot: "$text" is understood', ({ text, signal }) => {
  expect(readMessage(text)).toMatchObject({ dialect: 'frostybot', signals: [signal] });
});

it.each([
  { text: 'deribit:long symbol=BTC-PERPETUAL size=1000', code: 'coin_margined' },
  { text: 'ftx:long symbol=BTC-PERP', code: 'quantity_missing' },
  { text: 'ftx:long symbol=BTC-PERP size=big', code: 'not_a_number' },
  { text: 'ftx:long symbol=BTC-PERP size=NaN', code: 'not_a_number' },
  { text: 'ftx:close symbol=BTC-PERP size=NaN', code: 'not_a_number' },
  { text: 'ftx:long symbol=BTC-PERP size=1000 base=2', code: 'contradictory_fields' },
  { text: 'ftx:long symbol=BTC-PERP size=1 sl=1 stoptrigger=2', code: 'contradictory_fields' },
  { text: 'ftx:cancel id=5 symbol=BTC-PERP', code: 'cancel_not_supported' },
  { text: 'ftx:long symbol=BTC-PERP size=1 layered=5', code: 'field_not_supported' },
  { text: 'ftx:long symbol=BTC-PERP size=1 now', code: 'field_not_supported' },
  { text: 'ftx:long size=1', code: 'symbol_missing' },
])('Frostybot: refuses "$text" with $code', ({ text, code }) => {
  expect(readMessage(text)).toMatchObject({ dialect: 'frostybot', signals: [], notUnderstood: { code } });
});
