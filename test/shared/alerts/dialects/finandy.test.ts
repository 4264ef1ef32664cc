import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

const hook = { name: 'My hook', secret: 'YOUR-SECRET', side: 'buy', symbol: '{{ticker}}' };
const read = (message: object) => readMessage(fillPlaceholders(JSON.stringify(message)));
const order = (ofs: string) => ({ ofs, price: '', piece: '25' });

it.each([
  {
    message: { ...hook, name: 'Infinity Algo Signals' },
    signal: { intent: 'buy', symbol: 'BTCUSDT', size: { type: 'strategy_default' }, routeKey: 'Infinity Algo Signals' },
  },
  { message: { ...hook, name: 'Infinity Algo Signals', side: 'sell' }, signal: { intent: 'sell' } },
  { message: { ...hook, open: { price: 123.4 } }, signal: { orderType: 'limit', price: '123.4' } },
  {
    message: { ...hook, tp: { orders: [order('1.0'), order('2.0')], update: true } },
    signal: {
      takeProfits: [
        { kind: 'pct', value: '1', share: '0.25' },
        { kind: 'pct', value: '2', share: '0.25' },
      ],
    },
  },
  { message: { ...hook, sl: { price: '58000' } }, signal: { stopLoss: { kind: 'abs', value: '58000' } } },
  {
    message: {
      ...hook,
      strategy: {
        market_position: '{{strategy.market_position}}',
        prev_market_position: '{{strategy.prev_market_position}}',
      },
    },
    signal: { intent: 'target_position', orderSide: 'buy', targetSide: 'long', previousSide: 'flat' },
  },
  {
    message: { ...hook, side: 'sell', positionSide: 'flat' },
    signal: { intent: 'target_position', orderSide: 'sell', targetSide: 'flat' },
  },
  { message: { ...hook, positionSide: 'both' }, signal: { intent: 'buy' } },
])('Finandy: $message is understood', ({ message, signal }) => {
  const found = read(message);
  expect(found).toMatchObject({ dialect: 'finandy', signals: [signal] });
  expect(found.raw).not.toContain('YOUR-SECRET');
});

it.each([
  { message: { ...hook, side: 'up' }, code: 'side_unknown' },
  { message: { ...hook, open: { scaled: { price1: { value: 1 }, price2: { value: 2 } } } }, code: 'scaled_order' },
  { message: { ...hook, tp: { orders: { ofs: 1 } } }, code: 'level_unreadable' },
  { message: { ...hook, sl: { price: 1, ofs: 2 } }, code: 'contradictory_fields' },
  { message: { ...hook, tp: { orders: [{ ofs: 1, price: 2, piece: 25 }] } }, code: 'contradictory_fields' },
  { message: { ...hook, open: { amount: 5 } }, code: 'field_not_supported' },
  { message: { ...hook, sl: { price: 1, trailing: true } }, code: 'field_not_supported' },
  { message: { ...hook, tp: { orders: [order('far')] } }, code: 'not_a_number' },
  { message: { ...hook, positionSide: 'up' }, code: 'positionside_unknown' },
  {
    message: { ...hook, positionSide: 'flat', strategy: { market_position: 'long' } },
    code: 'contradictory_fields',
  },
])('Finandy: refuses $message with $code', ({ message, code }) => {
  expect(read(message)).toMatchObject({ dialect: 'finandy', signals: [], notUnderstood: { code } });
});
