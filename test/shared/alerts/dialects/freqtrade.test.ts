import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

const enter = {
  pair: 'BTC/USDT',
  side: 'long',
  ordertype: 'market',
  stakeamount: 100,
  entry_tag: 'GutFeeling',
  leverage: 2,
};

it.each([
  {
    message: enter,
    signal: {
      intent: 'open_long',
      symbol: 'BTCUSDT',
      size: { type: 'quote', value: '100' },
      orderTag: 'GutFeeling',
      leverage: '2',
      orderType: 'market',
    },
  },
  { message: { tradeid: 'all' }, signal: { intent: 'flat', reduceOnly: true } },
  {
    message: { pair: 'BTC/USDT:USDT', side: 'short', stakeamount: '50' },
    signal: { intent: 'open_short', market: 'usdm' },
  },
  {
    message: { pair: 'BTC/USDT', stakeamount: 50, price: 59000 },
    signal: { intent: 'open_long', orderType: 'limit', price: '59000' },
  },
])('Freqtrade: $message is understood', ({ message, signal }) => {
  expect(readMessage(message)).toMatchObject({ dialect: 'freqtrade', signals: [signal] });
});

it.each([
  { message: { tradeid: '17', ordertype: 'market' }, code: 'trade_unknown' },
  { message: { tradeid: 'all', amount: 5 }, code: 'size_not_supported' },
  { message: { ...enter, amount: 5 }, code: 'contradictory_fields' },
  { message: { ...enter, stakeamount: 'NaN' }, code: 'not_a_number' },
  { message: { ...enter, side: 'up' }, code: 'side_unknown' },
  { message: { ...enter, ordertype: 'limit' }, code: 'price_missing' },
])('Freqtrade: refuses $message with $code', ({ message, code }) => {
  expect(readMessage(message)).toMatchObject({ dialect: 'freqtrade', signals: [], notUnderstood: { code } });
});

it('Freqtrade: a command line is no message', () => {
  const line = 'freqtrade-client --config rest_config.json forceenter BTC/USDT long enter_tag=GutFeeling';
  expect(readMessage(line)).toMatchObject({ signals: [], notUnderstood: { code: 'unknown_format' } });
});
