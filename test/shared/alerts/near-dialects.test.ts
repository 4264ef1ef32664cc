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
