import { expect, it } from 'vitest';
import { digestBody, identify } from '../../../shared/alerts/identity.ts';
import { readAlert } from '../../../shared/alerts/read-alert.ts';

const keyOf = (body: string) => {
  const reading = readAlert(body);
  return identify(reading, digestBody(reading.raw)).key;
};

it('readAlert() reads a sell that ends flat as the close of a long', () => {
  const { signals } = readAlert('{"ticker":"BTCUSDT","action":"sell","sentiment":"flat","quantity":"0.5"}');
  expect(signals).toMatchObject([{ intent: 'close_long', size: { type: 'strategy_default' }, reduceOnly: true }]);
});

it('readAlert() repairs a price of NaN to none', () => {
  const reading = readAlert('{"ticker":"BTCUSDT","action":"buy","price":NaN}');
  expect(reading).toMatchObject({ repairs: ['not_a_number'], signals: [{ intent: 'buy', symbol: 'BTCUSDT' }] });
  expect(reading.signals[0]?.signalPrice).toBeUndefined();
});

it('readAlert() gives the same message one identity, and another time another', () => {
  const at = (time: string) => keyOf(`{"ticker":"BTCUSDT","action":"buy","time":"${time}"}`);
  expect(at('2026-01-05T10:00:07Z')).toBe(at('2026-01-05T10:00:07Z'));
  expect(at('2026-01-05T10:00:07Z')).not.toBe(at('2026-01-05T10:05:07Z'));
});

it.each([
  {
    body: '{"ticker":"BTCUSDT","action":"{{strategy.order.action}}"}',
    reason: '"action" still holds {{strategy.order.action}}',
  },
  {
    body: '{"ticker":"BTCUSDT","action":"buy","comment":"at {{plot(\\"RSI\\")}}"}',
    reason: '"comment" still holds {{plot("RSI")}}',
  },
  { body: '{"ticker":"BTCUSDT","action":"buy","a":{"b":["x","{{close}}"]}}', reason: '"a.b.2" still holds {{close}}' },
  { body: '{"ticker":"BTCUSDT","action":"buy","price":{{close}}}', reason: '"price" still holds {{close}}' },
  { body: 'buy {{ticker}}', reason: 'the text still holds {{ticker}}' },
  { body: '{"ticker":"BTCUSDT","action":"buy","x":"{{"}', reason: '"x" still holds {{' },
])('readAlert() refuses $body by the name of the placeholder', ({ body, reason }) => {
  const { signals, notUnderstood } = readAlert(body);
  expect(signals).toEqual([]);
  expect(notUnderstood).toEqual({ code: 'placeholder_not_resolved', reason: expect.stringContaining(reason) });
});

it('readAlert() reads a default sentence as a signed target position on USD-M', () => {
  const { signals } = readAlert('order sell @ 2 filled on BTCUSDT.P. New strategy position is -1');
  expect(JSON.parse(JSON.stringify(signals))).toMatchObject([
    { intent: 'target_position', symbol: 'BTCUSDT', market: 'usdm', targetSide: 'short', targetQuantity: '1' },
  ]);
});

it('readAlert() reads a list as steps in order', () => {
  const { signals, dialect } = readAlert(
    '[{"ticker":"BTCUSDT","action":"exit"},{"ticker":"BTCUSDT","action":"buy","delay":6,"quantity":1}]',
  );
  expect(dialect).toBe('traderspost');
  expect(signals).toMatchObject([
    { step: 1, of: 2, intent: 'flat', delaySeconds: 0 },
    { step: 2, of: 2, intent: 'buy', delaySeconds: 6 },
  ]);
});

it('readAlert() understands a list whole or not at all', () => {
  const { signals, notUnderstood } = readAlert('[{"symbol":"BTCUSDT","action":"close"},{"symbol":"BTCUSDT"}]');
  expect(signals).toEqual([]);
  expect(notUnderstood).toEqual({ code: 'action_missing', reason: expect.stringContaining('(element 2 of 2)') });
});

it.each([
  { body: '[]', code: 'empty_message' },
  { body: '[1]', code: 'unknown_format' },
  { body: '[[{"symbol":"BTCUSDT","action":"buy"}]]', code: 'unknown_format' },
  { body: `[${Array(21).fill('{"symbol":"BTCUSDT","action":"buy"}').join(',')}]`, code: 'too_many_steps' },
  { body: '{}', code: 'unknown_format' },
])('readAlert() refuses $body with $code', ({ body, code }) => {
  expect(readAlert(body)).toMatchObject({ signals: [], notUnderstood: { code } });
});

it.each([
  { case: 'a byte order mark', body: '\uFEFF{"symbol":"BTCUSDT","action":"buy"}', repairs: ['byte_order_mark'] },
  { case: 'Windows line ends', body: '{"symbol":"BTCUSDT",\r\n"action":"buy"}', repairs: ['line_endings'] },
  { case: 'a quoted number', body: '{"symbol":"BTCUSDT","action":"buy","qty":"1"}', repairs: ['quoted_number'] },
  { case: 'a quoted number that nobody reads', body: '{"symbol":"BTCUSDT","action":"buy","rsi":"1"}', repairs: [] },
  {
    case: 'thousands',
    body: '{"symbol":"BTCUSDT","action":"buy","price":"1,234.5"}',
    repairs: ['quoted_number', 'thousands_comma'],
  },
  { case: 'a quoted NaN', body: '{"symbol":"BTCUSDT","action":"buy","price":"NaN"}', repairs: ['not_a_number'] },
  { case: 'words for nothing', body: '{"symbol":"BTCUSDT","action":"buy","price":"","qty":"null"}', repairs: [] },
])('readAlert() reports what it repaired: $case', ({ body, repairs }) => {
  const reading = readAlert(body);
  expect(reading.signals).toHaveLength(1);
  expect(reading.repairs.toSorted()).toEqual(repairs);
});
