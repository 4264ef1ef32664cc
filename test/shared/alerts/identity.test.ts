import { expect, it } from 'vitest';
import { digestBody, identify } from '../../../shared/alerts/identity.ts';
import { readAlert } from '../../../shared/alerts/read-alert.ts';

const identityOf = (message: object | string) => {
  const reading = readAlert(typeof message === 'string' ? message : JSON.stringify(message));
  return identify(reading, digestBody(reading.raw));
};
const base = { symbol: 'BTCUSDT', action: 'buy', quantity: '1', timenow: '2026-01-05T10:00:07Z' };

it.each([
  { case: 'an idempotency key', message: { ...base, idempotencyKey: 'Long' }, key: 'id:Long' },
  { case: 'a long id beside a time', message: { ...base, id: 'f3b1c2d4-0001' }, key: 'id:f3b1c2d4-0001' },
  {
    case: 'a short id without a time',
    message: { symbol: 'BTCUSDT', action: 'buy', id: 'order-1' },
    key: 'id:order-1',
  },
  {
    case: 'an id with a time in it',
    message: { ...base, alertTimestamp: 'BTCUSDT-2026-01-05T10:00:07Z' },
    key: 'id:BTCUSDT-2026-01-05T10:00:07Z',
  },
])('identify() takes $case for the identity, for good', ({ message, key }) => {
  expect(identityOf(message)).toEqual({ key });
});

it('identify() takes what is asked for and the time when there is no id', () => {
  expect(identityOf(base)).toEqual({ key: expect.stringMatching(/^at:[0-9a-f]{64}$/) });
  expect(identityOf({ ...base, price: '100' }), 'another price is not another alert').toEqual(identityOf(base));
});

it.each([
  { case: 'time', change: { timenow: '2026-01-05T10:00:08Z' } },
  { case: 'symbol', change: { symbol: 'ETHUSDT' } },
  { case: 'market', change: { symbol: 'BTCUSDT.P' } },
  { case: 'intent', change: { action: 'sell' } },
  { case: 'size', change: { quantity: '2' } },
  { case: 'unit of the size', change: { quantity: '1%' } },
  { case: 'order tag', change: { order_id: 'Long 2' } },
  { case: 'label in the id field', change: { id: 'TP1' } },
  { case: 'target side', change: { market_position: 'long' } },
  { case: 'target quantity', change: { market_position: 'long', market_position_size: '3' } },
])('identify() tells two alerts of one second apart by their $case', ({ change }) => {
  expect(identityOf({ ...base, ...change })).not.toEqual(identityOf(base));
});

it('identify() tells alerts apart by their target quantity alone', () => {
  const target = { ...base, market_position: 'long', market_position_size: '3' };
  expect(identityOf({ ...target, market_position_size: '4' })).not.toEqual(identityOf(target));
});

it.each([
  { case: 'the label of the script', first: { id: 'Long' }, second: { id: 'Long', timenow: '2026-01-05T11:00:00Z' } },
  { case: 'a label with a digit', first: { id: 'TP1' }, second: { id: 'TP1', timenow: '2026-01-05T11:00:00Z' } },
  ...['Close entry(s) order Long 1', 'Take Profit Long 1'].map((id) => ({
    case: `"${id}"`,
    first: { id },
    second: { id, timenow: '2026-01-05T11:00:00Z' },
  })),
  {
    case: 'the order tag again',
    first: { id: 'Long 1234', order_id: 'Long 1234' },
    second: { id: 'Long 1234', order_id: 'Long 1234', timenow: '2026-01-05T11:00:00Z' },
  },
  {
    case: 'an alert id that is the order tag',
    first: { alert_id: 'Long 1234', order_id: 'Long 1234' },
    second: { alert_id: 'Long 1234', order_id: 'Long 1234', timenow: '2026-01-05T11:00:00Z' },
  },
])('identify() does not take $case for an id', ({ first, second }) => {
  expect(identityOf({ ...base, ...first }).key).toMatch(/^at:/);
  expect(identityOf({ ...base, ...first })).not.toEqual(identityOf({ ...base, ...second }));
});

it.each([
  { case: 'two sides', first: { action: 'cancel', side: 'buy' }, second: { action: 'cancel', side: 'sell' } },
  {
    case: 'two limits',
    first: { order_type: 'limit', limit_price: 59_000 },
    second: { order_type: 'limit', limit_price: 58_000 },
  },
  {
    case: 'two triggers',
    first: { order_type: 'stop', stop_price: 61_000 },
    second: { order_type: 'stop', stop_price: 62_000 },
  },
])('identify() tells the orders of $case apart that come in one second', ({ first, second }) => {
  expect(identityOf({ ...base, ...first })).not.toEqual(identityOf({ ...base, ...second }));
});

it('identify() lets an id that is only the time not stand for two symbols of one second', () => {
  const { timenow, ...message } = base;
  const first = identityOf({ ...message, ID: timenow });
  expect(first.key).toMatch(/^at:/);
  expect(identityOf({ ...message, ID: timenow, symbol: 'ETHUSDT' })).not.toEqual(first);
  expect(identityOf({ ...message, ID: timenow })).toEqual(first);
});

it('identify() takes the words for 30 s when there is neither id nor time', () => {
  const sentence = 'order sell @ 2 filled on BTCUSDT.P. New strategy position is -1';
  expect(identityOf(sentence)).toEqual({ key: `body:${digestBody(sentence)}`, windowSeconds: 30 });
  expect(identityOf('nonsense').windowSeconds).toBe(30);
});

it('identify() tells the steps of a list apart by their order', () => {
  const close = { ...base, action: 'close', quantity: undefined };
  expect(identityOf([close, base])).not.toEqual(identityOf([base, close]));
});

it('identify() binds a list with several ids to all of them', () => {
  const list = (...ids: string[]) => identityOf(ids.map((signal_id) => ({ ...base, signal_id })));
  expect(list('a', 'b').key).toMatch(/^ids:/);
  expect(list('a', 'b')).not.toEqual(list('a', 'c'));
  expect(list('a', 'a')).toEqual({ key: 'id:a' });
});

it('identify() does not depend on the secret', () => {
  expect(identityOf({ ...base, secret: 'one-secret' })).toEqual(identityOf({ ...base, secret: 'another-secret' }));
});

it('digestBody() is the same for a message that a relay has padded', () => {
  expect(digestBody(' {"a":\r\n1}\n')).toBe(digestBody('{"a":\n1}'));
  expect(digestBody('{"a": 1}')).not.toBe(digestBody('{"a": 2}'));
});

it.each([
  { case: 'two codes', bodies: ['ENTER-LONG_Bybit_ETHUSDT_bot_0a1b2c3d', 'ENTER-LONG_Bybit_ETHUSDT_bot_0a1b2c3e'] },
  { case: 'two licences', bodies: ['60000000001,closelong,BTCUSDT', '60000000002,closelong,BTCUSDT'] },
  {
    case: 'two bots at one time',
    bodies: ['u-1', 'u-2'].map((bot_uuid) =>
      JSON.stringify({ bot_uuid, action: 'enter_long', tv_instrument: 'BTCUSDT', timestamp: '2026-01-05T10:00:07Z' }),
    ),
  },
])('identify() tells $case apart, and a repeat of one from neither', ({ bodies }) => {
  const keyOf = (body: string) => {
    const reading = readAlert(body);
    return identify(reading, digestBody(reading.raw)).key;
  };
  const [first = '', second = ''] = bodies;
  expect(keyOf(first)).toBe(keyOf(first));
  expect(keyOf(first)).not.toBe(keyOf(second));
});

it.each([
  { case: 'an id', more: { id: 'f3b1c2d4-0001' }, key: /^id:f3b1c2d4-0001 for [0-9a-f]{16}$/ },
  { case: 'an id that names the second', more: { alertTimestamp: 'BTCUSDT-2026-01-05T10:00:07Z' }, key: /^id:BTC/ },
])('identify() tells $case of one bot from that of another', ({ more, key }) => {
  const of = (names: object) => identityOf({ ...base, ...more, ...names }).key;
  expect(of({ strategy: 'bot-a' })).toMatch(key);
  expect(of({ strategy: 'bot-a' })).toBe(of({ strategy: 'bot-a' }));
  expect(new Set([of({}), of({ strategy: 'a' }), of({ strategy: 'b' }), of({ account: 'a' })]).size).toBe(4);
});

it('identify() is the same under any settings, and tells two bots and two moments apart', () => {
  const keyOf = (dealSide: 'long' | 'short' | undefined, more: object = {}) => {
    const message = { message_type: 'bot', bot_id: 7, pair: 'USDT_BTC', timestamp: '2026-01-05T10:00:07Z', ...more };
    const reading = readAlert(JSON.stringify(message), dealSide && { dealSide });
    return identify(reading, digestBody(reading.raw)).key;
  };
  expect(keyOf('long')).toMatch(/^at:/);
  expect(keyOf('short')).toBe(keyOf('long'));
  expect(keyOf(undefined)).toBe(keyOf('long'));
  expect(keyOf('long', { bot_id: 8 })).not.toBe(keyOf('long'));
  expect(keyOf('long', { timestamp: '2026-01-05T10:00:08Z' })).not.toBe(keyOf('long'));
});
