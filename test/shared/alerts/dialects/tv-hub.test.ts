import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

const spot = { exchange: 'binance', pair: 'BTCUSDT', apiKey: 'binance-main', token: 'YOUR_TOKEN' };
const futures = { ...spot, exchange: 'binance-futures', apiKey: 'binance-futures-main' };
const read = (message: object) => readMessage(fillPlaceholders(JSON.stringify(message)));

it.each([
  {
    message: { ...spot, isBuy: true, units: 0.01, unitsType: 'absolute' },
    signal: { intent: 'buy', symbol: 'BTCUSDT', market: 'spot', size: { type: 'base', value: '0.01' } },
  },
  {
    message: {
      ...futures,
      ...{ isBuy: true, isMarket: true, unitsType: 'percent', unitsPercent: 5, leverage: 10, marginType: 'isolated' },
      ...{ stopLossType: 'percent', stopLossPercent: 1.5, targetType: 'percent', targetAmountInPercent: true },
      targets: [
        { takeProfitPercent: 1.0, amount: 50 },
        { takeProfitPercent: 2.0, amount: 50 },
      ],
      alertTimestamp: '{{ticker}}-{{timenow}}',
    },
    signal: {
      ...{ intent: 'buy', market: 'usdm', size: { type: 'pct_available', value: '5' }, leverage: '10' },
      ...{ stopLoss: { kind: 'pct', value: '1.5' }, explicitId: 'BTCUSDT-2026-01-05T10:00:07Z' },
      takeProfits: [
        { kind: 'pct', value: '1', share: '0.5' },
        { kind: 'pct', value: '2', share: '0.5' },
      ],
    },
  },
  { message: { ...futures, isClose: true }, signal: { intent: 'flat', reduceOnly: true } },
  { message: { ...futures, isClose: true, closeLong: true }, signal: { intent: 'close_long' } },
  {
    message: { ...futures, closeShort: true, unitsType: 'percent', unitsPercent: 25 },
    signal: { intent: 'reduce', targetSide: 'short', size: { type: 'pct_position', value: '25' } },
  },
  { message: { ...futures, closeShort: true, closeLong: true }, signal: { intent: 'flat' } },
  {
    message: { ...futures, isSell: true, isLimit: true, price: 61000, units: 1, delay: 30 },
    signal: { intent: 'sell', orderType: 'limit', price: '61000', delaySeconds: 30 },
  },
  {
    message: { ...futures, isBuy: true, useFixedSize: true, fixedQuoteSize: 100 },
    signal: { size: { type: 'quote', value: '100' } },
  },
  {
    message: { ...futures, isBuy: true, unitsType: 'percentWallet', units: 20 },
    signal: { size: { type: 'pct_equity', value: '20' } },
  },
  {
    message: { ...futures, isBuy: true, units: 1, cancelAllOrders: true },
    signal: { intent: 'buy', cancelFirst: true },
  },
  { message: { ...futures, cancelAllOrders: true }, signal: { intent: 'cancel_orders' } },
  {
    message: {
      ...futures,
      ...{ isBuy: true, unitsType: 'percent', units: 0.01, unitsPercent: 5, fixedQuoteSize: 100, useFixedSize: false },
      ...{ stopLossType: 'price', stopLossPercent: 1, stopLossPrice: 59000, targetType: 'percent' },
      targets: [{ takeProfitPercent: 1, takeProfitPrice: 61000 }],
    },
    signal: {
      size: { type: 'pct_available', value: '5' },
      stopLoss: { kind: 'abs', value: '59000' },
      takeProfits: [{ kind: 'pct', value: '1' }],
    },
  },
  {
    message: {
      ...futures,
      ...{ isClose: true, usePartialClose: true, partialCloseType: 'percent', partialCloseValue: 25 },
    },
    signal: { intent: 'reduce', size: { type: 'pct_position', value: '25' } },
  },
  {
    message: {
      ...futures,
      ...{ closeLong: true, usePartialClose: true, partialCloseType: 'absolute', partialCloseValue: 0.1 },
    },
    signal: { intent: 'reduce', targetSide: 'long', size: { type: 'base', value: '0.1' } },
  },
  {
    message: { ...futures, isSell: true, strategyComment: 'Close entry(s) order Long' },
    signal: { intent: 'close_long' },
  },
  { message: { ...futures, isBuy: true, units: 1, strategyComment: 'Long 1' }, signal: { intent: 'buy' } },
  {
    message: { ...futures, isBuy: true, isLimit: true, price: 59000, units: 1, postOnly: true },
    signal: { orderType: 'limit', postOnly: true },
  },
])('TV-Hub: $message is understood', ({ message, signal }) => {
  const found = read(message);
  expect(found).toMatchObject({ dialect: 'tv-hub', signals: [signal] });
  expect(found.signals[0].accountAlias, 'the alias of keys is kept as a hint').toMatch(/^#[0-9a-f]{8}$/);
  expect(found.raw).not.toMatch(/YOUR_TOKEN|binance-main|futures-main/);
});

it.each([
  { message: { ...futures, isBuy: true, isSell: true }, code: 'contradictory_fields' },
  { message: { ...futures, isBuy: false }, code: 'action_missing' },
  { message: { ...futures, isBuy: 'perhaps' }, code: 'not_a_flag' },
  { message: { ...futures, isBuy: true, isLimit: true, units: 1 }, code: 'price_missing' },
  { message: { ...futures, isBuy: true, unitsType: 'risk', units: 1 }, code: 'stop_loss_missing' },
  { message: { ...futures, exchange: 'binance-futures-coin', isBuy: true, units: 1 }, code: 'coin_margined' },
  { message: { ...futures, isBuy: true, delay: 700000 }, code: 'not_seconds' },
  { message: { ...futures, isBuy: true, unitsPercent: 5 }, code: 'quantity_type_unknown' },
  { message: { ...futures, isBuy: true, unitsType: 'absolute', unitsPercent: 5 }, code: 'quantity_type_unknown' },
  { message: { ...futures, isBuy: true, fixedQuoteSize: 100 }, code: 'quantity_type_unknown' },
  { message: { ...futures, isBuy: true, useFixedSize: true, units: 1 }, code: 'quantity_missing' },
  { message: { ...futures, isBuy: true, units: 'NaN' }, code: 'not_a_number' },
  { message: { ...futures, isBuy: true, unitsType: 'percent', unitsPercent: 'NaN' }, code: 'not_a_number' },
  {
    message: { ...futures, isBuy: true, units: 1, targets: [{ takeProfitPercent: 1, amount: 0.5 }] },
    code: 'size_not_supported',
  },
  {
    message: { ...futures, isBuy: true, units: 1, targets: [{ takeProfitPercent: 1, takeProfitPrice: 61000 }] },
    code: 'contradictory_fields',
  },
  {
    message: { ...futures, isBuy: true, units: 1, stopLossPercent: 1, stopLossPrice: 59000 },
    code: 'contradictory_fields',
  },
  { message: { ...futures, isBuy: true, units: 1, stopLossType: 'trailing' }, code: 'stoplosstype_unknown' },
  { message: { ...futures, isClose: true, isSell: true, units: 1 }, code: 'contradictory_fields' },
  { message: { ...futures, isClose: true, usePartialClose: true }, code: 'quantity_missing' },
  {
    message: { ...futures, isBuy: true, units: 1, usePartialClose: true, partialCloseValue: 5 },
    code: 'contradictory_fields',
  },
  ...['closeInProfit', 'isStopLoss', 'preventPyramiding', 'useTrailingStopLoss', 'closeCurrentPosition'].map(
    (flag) => ({ message: { ...futures, isBuy: true, units: 1, [flag]: true }, code: 'field_not_supported' }),
  ),
  {
    message: { ...futures, isBuy: true, units: 1, stopLossExpression: 'entry * 0.99' },
    code: 'field_not_supported',
  },
])('TV-Hub: refuses $message with $code', ({ message, code }) => {
  expect(read(message)).toMatchObject({ dialect: 'tv-hub', signals: [], notUnderstood: { code } });
});
