import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

const base = { stub: 'dev', direction: 'long', symbol: 'ETH-PERP', size: '50' };

it.each([
  {
    message: base,
    signals: [
      { intent: 'buy', symbol: 'ETHUSDT', market: 'usdm', accountAlias: 'dev', size: { type: 'quote', value: '50' } },
    ],
  },
  {
    message: { ...base, direction: 'close', size: '50%' },
    signals: [{ intent: 'reduce', size: { type: 'pct_position', value: '50' }, reduceOnly: true }],
  },
  {
    message: { ...base, direction: 'short', max: '500' },
    signals: [{ intent: 'sell', size: { type: 'quote', value: '50' }, maxPositionQuote: '500' }],
  },
  {
    message: [base, { ...base, symbol: 'BTC-PERP' }],
    signals: [
      { symbol: 'ETHUSDT', step: 1, of: 2 },
      { symbol: 'BTCUSDT', step: 2, of: 2 },
    ],
  },
  { message: { ...base, size: '5%' }, signals: [{ size: { type: 'pct_available', value: '5' } }] },
  { message: { ...base, direction: 'close', size: undefined }, signals: [{ intent: 'flat' }] },
  { message: { ...base, mode: 'reverse' }, signals: [{ intent: 'reverse_to_long' }] },
  { message: { ...base, direction: 'sell', mode: 'overflow' }, signals: [{ intent: 'reverse_to_short' }] },
])('tradingview-alerts-processor: $message is understood', ({ message, signals }) => {
  expect(readMessage(message)).toMatchObject({ dialect: 'tradingview-alerts-processor', signals });
});

it.each([
  { change: { size: undefined }, code: 'quantity_missing' },
  { change: { direction: 'up' }, code: 'direction_unknown' },
  { change: { size: 'all' }, code: 'not_a_number' },
  { change: { direction: 'close', size: 'NaN' }, code: 'not_a_number' },
  { change: { tp1_price: 4000 }, code: 'field_not_supported' },
  { change: { max: '-1' }, code: 'not_positive' },
  { change: { mode: 'sideways' }, code: 'mode_unknown' },
])('tradingview-alerts-processor: refuses $change with $code', ({ change, code }) => {
  expect(readMessage({ ...base, ...change })).toMatchObject({ signals: [], notUnderstood: { code } });
});
