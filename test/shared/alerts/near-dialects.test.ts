import { expect, it } from 'vitest';
import { readMessage } from '../../support/read-message.ts';

it.each([
  { message: { symbol: 'BTCUSDT', qty: 1 }, nearest: [{ dialect: 'generic', missing: ['action'] }] },
  {
    message: { action: 'buy', quantity: 1 },
    nearest: [{ dialect: 'traderspost', missing: ['ticker'] }],
  },
  { message: { ticker: 'BTCUSDT', quantity: 1 }, nearest: [{ dialect: 'traderspost', missing: ['action'] }] },
  { message: { signalToken: 'x', amount: 1 }, nearest: [{ dialect: 'okx', missing: ['instrument'] }] },
  {
    message: { stub: 'dev', size: '5' },
    nearest: [{ dialect: 'tradingview-alerts-processor', missing: ['direction'] }],
  },
  { message: { bot_uuid: 'x', secret: 'y' }, nearest: [{ dialect: '3commas-signal', missing: ['action'] }] },
  { message: 'SIGNAL=BUY\nVOLUME=1', nearest: [{ dialect: 'octobot', missing: ['SYMBOL='] }] },
  { message: 's=BTCUSDT q=5', nearest: [{ dialect: 'autoview', missing: ['b= or c='] }] },
  { message: 'signal=long,qty=5', nearest: [{ dialect: 'pinebridge', missing: ['symbol='] }] },
])('readAlert() says what $message lacks to be understood', ({ message, nearest }) => {
  const { signals, notUnderstood } = readMessage(message);
  expect(signals).toEqual([]);
  expect(notUnderstood?.nearest).toEqual(expect.arrayContaining(nearest));
  expect(notUnderstood?.nearest?.length).toBeLessThanOrEqual(3);
});

it.each([{ message: 'BTC just crossed the 200 day average' }, { message: {} }, { message: { hello: 'world' } }])(
  'readAlert() names no dialect for $message, which resembles none',
  ({ message }) => {
    expect(readMessage(message).notUnderstood).toEqual({ code: 'unknown_format', reason: expect.any(String) });
  },
);

it('readAlert() names no dialect where the message was recognised and one value is wrong', () => {
  expect(readMessage({ ticker: 'BTCUSDT', action: 'buy', quantity: 'lots' }).notUnderstood).not.toHaveProperty(
    'nearest',
  );
});

it.each([
  { pair: 'BTC/USDT', action: 'sell', ordertype: 'market' },
  { base: 'BTC', quote: 'USDT', side: 'buy', quantity: 1 },
  { name: 'x', secret: 'replace-me', side: 'buy', symbol: 'BTCUSDT', quantity: 0.5 },
  { market: 'spot', symbol: 'BTCUSDT', order: 'buy', position: 'long' },
  { symbol: 'BTCUSDT', action: 'buy', risk: 'low', sl: 59000, quantity: 1 },
  { code: 'E1', orderType: 'market', symbol: 'BTCUSDT', action: 'buy' },
  { uuid: 'a1', symbol: 'BTCUSDT', action: 'buy' },
  { message: 'in', key: 'replace-me', symbol: 'BTCUSDT', action: 'buy' },
])('readAlert() leaves %j to the generic reader, since no vendor would read all of it', (message) => {
  expect(readMessage(message)).toMatchObject({ dialect: 'generic', signals: [{ symbol: 'BTCUSDT' }] });
});
