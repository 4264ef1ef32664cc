import { expect, it } from 'vitest';
import { readMessage } from '../../support/read-message.ts';

const tradersPost = { ticker: 'BTCUSDT', action: 'buy', quantity: 1 };

it.each([
  { case: 'its own dialect', message: tradersPost, pinnedDialect: 'traderspost', dialect: 'traderspost' },
  { case: 'a more general one', message: tradersPost, pinnedDialect: 'generic', dialect: 'generic' },
  { case: 'a text', message: 'buy BTCUSDT', pinnedDialect: 'tradingview-default', dialect: 'tradingview-default' },
])('readAlert() reads a message on a hook that is pinned to $case', ({ message, pinnedDialect, dialect }) => {
  expect(readMessage(message, { pinnedDialect })).toMatchObject({ dialect, signals: [{ intent: 'buy' }] });
});

it.each([
  { message: tradersPost, pinnedDialect: '3commas-signal' },
  { message: '60123456789,buy,BTCUSDT,vol_lots=1', pinnedDialect: 'traderspost' },
  { message: { ticker: 'BTCUSDT', action: 'long' }, pinnedDialect: 'traderspost' },
  { message: tradersPost, pinnedDialect: 'no-such-dialect' },
])('readAlert() refuses $message on a hook that is pinned to $pinnedDialect', ({ message, pinnedDialect }) => {
  const { signals, notUnderstood } = readMessage(message, { pinnedDialect });
  expect(signals).toEqual([]);
  expect(notUnderstood).toEqual({ code: 'other_dialect', reason: expect.stringContaining(`"${pinnedDialect}"`) });
});

it('readAlert() names an unresolved placeholder on a pinned hook, too', () => {
  const message = { ticker: '{{ticker}}', action: 'buy' };
  expect(readMessage(message, { pinnedDialect: 'okx' }).notUnderstood?.code).toBe('placeholder_not_resolved');
});
