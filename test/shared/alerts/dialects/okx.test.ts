import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

const EXAMPLE = {
  ...{ action: 'ENTER_LONG', instrument: 'BTC-USDT-SWAP', signalToken: '<OKX_SIGNAL_TOKEN>' },
  ...{ timestamp: '2026-05-08T06:20:00Z', maxLag: '30', orderType: 'market', orderPriceOffset: '' },
  ...{ investmentType: 'percentage_balance', amount: '100' },
};

it.each([
  {
    change: {},
    signal: {
      ...{ intent: 'open_long', symbol: 'BTCUSDT', market: 'usdm', size: { type: 'pct_available', value: '100' } },
      ...{ maxLagSeconds: 30, signalAt: '2026-05-08T06:20:00.000Z', orderType: 'market' },
    },
  },
  {
    change: { action: 'EXIT_LONG', investmentType: 'percentage_position' },
    signal: { intent: 'close_long', reduceOnly: true },
  },
  {
    change: { action: 'EXIT_SHORT', investmentType: 'percentage_position', amount: '40' },
    signal: { intent: 'reduce', targetSide: 'short' },
  },
  { change: { maxLag: undefined }, signal: { maxLagSeconds: 60 } },
  {
    change: { investmentType: 'margin', amount: '50' },
    signal: { size: { type: 'quote', value: '50' }, isSizeMargin: true },
  },
  {
    change: { investmentType: 'percentage_investment', amount: '20' },
    signal: { size: { type: 'pct_equity', value: '20' } },
  },
  {
    change: { orderType: 'limit', orderPriceOffset: '0.5' },
    signal: { orderType: 'limit', priceOffset: { kind: 'pct', value: '0.5', from: 'market', towards: 'better' } },
  },
  {
    change: {
      action: 'sell',
      id: 'Short',
      marketPosition: 'short',
      prevMarketPosition: 'long',
      investmentType: 'base',
      amount: '0.2',
    },
    signal: {
      intent: 'target_position',
      orderSide: 'sell',
      targetSide: 'short',
      previousSide: 'long',
      size: { type: 'base', value: '0.2' },
    },
  },
])('OKX: the example with $change is understood', ({ change, signal }) => {
  const read = readMessage({ ...EXAMPLE, ...change });
  expect(read).toMatchObject({ dialect: 'okx', signals: [signal] });
  expect(read.signals[0].routeKey, 'a part of the digest of the token').toMatch(/^#[0-9a-f]{8}$/);
  expect(read.raw).toContain('"signalToken":"[redacted]"');
});

it('OKX: two tokens are two routes', () => {
  const routeOf = (signalToken: string) => readMessage({ ...EXAMPLE, signalToken }).signals[0].routeKey;
  expect(routeOf('first-token')).not.toBe(routeOf('second-token'));
});

it.each([
  { change: { action: 'HOLD' }, code: 'action_unknown' },
  { change: { investmentType: 'contract', amount: '3' }, code: 'quantity_type_unknown' },
  { change: { instrument: 'BTC-USD-SWAP' }, code: 'coin_margined' },
  { change: { instrument: 'BTC-USD-250328-50000-C' }, code: 'option' },
  { change: { investmentType: 'lots' }, code: 'quantity_type_unknown' },
  { change: { orderType: 'limit' }, code: 'price_missing' },
  { change: { investmentType: '' }, code: 'quantity_type_unknown' },
  { change: { amount: 'NaN' }, code: 'not_a_number' },
  { change: { amount: '-5' }, code: 'not_positive' },
  { change: { maxLag: '1.5' }, code: 'not_seconds' },
])('OKX: refuses $change with $code', ({ change, code }) => {
  expect(readMessage({ ...EXAMPLE, ...change })).toMatchObject({ signals: [], notUnderstood: { code } });
});
