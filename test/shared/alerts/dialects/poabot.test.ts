import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

const base = { password: 'your_password_here', exchange: 'BINANCE', base: 'BTC', quote: 'USDT.P' };

it.each([
  {
    message: { ...base, exchange: 'BYBIT', side: 'entry/buy', amount: 0.01, leverage: 5 },
    signal: {
      intent: 'open_long',
      symbol: 'BTCUSDT',
      market: 'usdm',
      size: { type: 'base', value: '0.01' },
      leverage: '5',
    },
  },
  {
    message: { ...base, exchange: 'BITGET', base: 'ETH', side: 'entry/sell', amount: 0.1, leverage: 20 },
    signal: {
      intent: 'open_short',
      symbol: 'ETHUSDT',
      market: 'usdm',
      size: { type: 'base', value: '0.1' },
      leverage: '20',
    },
  },
  {
    message: { ...base, side: 'close/sell', percent: 100 },
    signal: { intent: 'close_long', reduceOnly: true, size: { type: 'strategy_default' } },
  },
  {
    message: { ...base, side: 'close/buy', percent: '30' },
    signal: { intent: 'reduce', targetSide: 'short', size: { type: 'pct_position', value: '30' } },
  },
  {
    message: { ...base, side: 'entry/buy', percent: 50, amount: 'NaN' },
    signal: { size: { type: 'pct_available', value: '50' } },
  },
  {
    message: { ...base, quote: 'USDT', side: 'buy', amount: '1,000' },
    signal: { intent: 'open_long', symbol: 'BTCUSDT', size: { type: 'base', value: '1000' } },
  },
  { message: { ...base, quote: 'USDT', side: 'sell', percent: 100 }, signal: { intent: 'close_long' } },
  { message: { ...base, quote: 'USDTPERP', side: 'sell', amount: 1 }, signal: { intent: 'sell', market: 'usdm' } },
  { message: { ...base, quote: 'USDT', side: 'buy', cost: 25 }, signal: { size: { type: 'quote', value: '25' } } },
  {
    message: {
      ...base,
      side: 'entry/buy',
      amount: 1,
      type: 'limit',
      price: 59000,
      stop_price: 58000,
      profit_price: 62000,
      order_name: 'A',
      hedge: 'OFF',
    },
    signal: {
      ...{ orderType: 'limit', price: '59000', stopLoss: { kind: 'abs', value: '58000' }, orderTag: 'A' },
      takeProfits: [{ kind: 'abs', value: '62000' }],
    },
  },
  {
    message: { ...base, side: 'entry/buy', amount: 1, price: 60000 },
    signal: { orderType: 'market', signalPrice: '60000' },
  },
])('POABOT: $message is understood', ({ message, signal }) => {
  const read = readMessage(message);
  expect(read).toMatchObject({ dialect: 'poabot', signals: [signal] });
  expect(read.raw).not.toContain('your_password_here');
});

it.each([
  {
    message: { ...base, exchange: 'KRX', base: '005930', quote: 'KRW', side: 'buy', amount: 10, kis_number: 1 },
    code: 'stock',
  },
  { message: { ...base, exchange: 'NASDAQ', base: 'AAPL', quote: 'USD', side: 'buy', amount: 1 }, code: 'stock' },
  { message: { ...base, amount: 0.01, leverage: 5, hedge: 'ON' }, code: 'hedge_not_supported' },
  { message: { ...base, quote: 'USD.P', side: 'entry/buy', amount: 1 }, code: 'coin_margined' },
  { message: { ...base, side: 'entry/up', amount: 1 }, code: 'side_unknown' },
  { message: { ...base, side: 'entry/buy', amount: 1, percent: 5 }, code: 'contradictory_fields' },
  { message: { ...base, side: 'entry/buy', amount: 1, type: 'limit' }, code: 'price_missing' },
  { message: { ...base, side: 'entry/buy', percent: 0 }, code: 'not_positive' },
  { message: { ...base, side: 'entry/buy', percent: -50 }, code: 'not_positive' },
  { message: { ...base, side: 'entry/buy', cost: -25 }, code: 'not_positive' },
  { message: { ...base, side: 'entry/buy', amount: 0 }, code: 'not_positive' },
  { message: { ...base, side: 'entry/buy', amount: 'NaN', percent: 'NaN' }, code: 'not_a_number' },
  { message: { ...base, side: 'close/buy', percent: 'NaN' }, code: 'not_a_number' },
])('POABOT: refuses $message with $code', ({ message, code }) => {
  expect(readMessage(message)).toMatchObject({ dialect: 'poabot', signals: [], notUnderstood: { code } });
});
