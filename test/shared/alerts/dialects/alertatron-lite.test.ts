import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

it.each([
  {
    message: { side: 'long', amount: '25%' },
    signals: [{ intent: 'open_long', size: { type: 'pct_equity', value: '25' } }],
  },
  { message: { side: 'close' }, signals: [{ intent: 'flat', reduceOnly: true }] },
  {
    message: {
      side: 'long',
      amount: '50%',
      takeProfit: true,
      takeProfitOffset: '2%',
      stopLoss: true,
      stopLossOffset: '1%',
      closeExisting: true,
    },
    signals: [
      { intent: 'flat', takeProfits: [] },
      {
        ...{
          intent: 'open_long',
          size: { type: 'pct_equity', value: '50' },
          stopLoss: { kind: 'pct', value: '1', from: 'entry' },
        },
        takeProfits: [{ kind: 'pct', value: '2', from: 'entry' }],
      },
    ],
  },
  {
    message: { side: 'short', amount: '100%', leverage: 10, takeProfit: true, takeProfitOffset: '1.5%' },
    signals: [{ intent: 'open_short', leverage: '10', takeProfits: [{ kind: 'pct', value: '1.5', from: 'entry' }] }],
  },
  {
    message: { side: 'long', amount: 3, stopLoss: false, stopLossOffset: '1%' },
    signals: [{ size: { type: 'contracts', value: '3' } }],
  },
])('Alertatron Lite: $message is understood, and the strategy has to know the symbol', ({ message, signals }) => {
  const read = readMessage(message);
  expect(read).toMatchObject({ dialect: 'alertatron-lite', signals });
  for (const signal of read.signals) expect(signal).not.toHaveProperty('symbol');
  expect(read.signals.at(-1).stopLoss === undefined).toBe(message.stopLoss !== true);
});

it('Alertatron Lite: a message with a symbol is the generic one', () => {
  expect(readMessage({ side: 'long', amount: '25%', symbol: 'BTCUSDT' }).dialect).toBe('generic');
});

it.each([
  { message: { side: 'long', amount: 'all' }, code: 'not_a_number' },
  { message: { side: 'long', amount: '0%' }, code: 'not_positive' },
  { message: { side: 'long', closeExisting: 'maybe' }, code: 'not_a_flag' },
  { message: { side: 'long', amount: '50%', stopLoss: true }, code: 'level_missing' },
  { message: { side: 'long', amount: '50%', takeProfit: true, stopLossOffset: '1%' }, code: 'level_missing' },
  { message: { side: 'long', amount: '50%', stopLoss: true, stopLossOffset: 'NaN' }, code: 'level_missing' },
  { message: { side: 'long', amount: 'NaN' }, code: 'not_a_number' },
])('Alertatron Lite: refuses $message with $code', ({ message, code }) => {
  expect(readMessage(message)).toMatchObject({ signals: [], notUnderstood: { code } });
});
