import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

it('BVA: a line of four parts is understood, and its key is not kept', () => {
  const read = readMessage(fillPlaceholders('your_bva_key|your strategy name|{{strategy.order.action}}|{{ticker}}'));
  expect(read).toMatchObject({
    ...{ dialect: 'bva', raw: '[redacted]|your strategy name|buy|BTCUSDT', secrets: ['your_bva_key'] },
    signals: [{ intent: 'buy', symbol: 'BTCUSDT', routeKey: 'your strategy name' }],
  });
});

it.each([
  {
    text: '#BCE_ACTION_START#BUY#BCE_ACTION_END# #BCE_PAIR_START#BTCUSDT#BCE_PAIR_END# #BCE_TOT_START#15#BCE_TOT_END#',
    signal: { intent: 'buy', symbol: 'BTCUSDT', size: { type: 'quote', value: '15' } },
  },
  {
    text: '#BCE_PAIR_START#BTCUSDT#BCE_PAIR_END#\n#BCE_ACTION_START#CLOSE#BCE_ACTION_END#',
    signal: { intent: 'flat' },
  },
])('BCE: "$text" is understood', ({ text, signal }) => {
  expect(readMessage(text)).toMatchObject({ dialect: 'bce', signals: [signal] });
});

it.each([
  { text: 'your_bva_key|name|buy|NQ1!', dialect: 'bva', code: 'continuous_future' },
  { text: 'your_bva_key|name|buy|', dialect: 'bva', code: 'symbol_missing' },
  {
    text: '#BCE_ACTION_START#HOLD#BCE_ACTION_END##BCE_PAIR_START#BTCUSDT#BCE_PAIR_END#',
    dialect: 'bce',
    code: 'action_unknown',
  },
  {
    text: '#BCE_ACTION_START#BUY#BCE_ACTION_END##BCE_PAIR_START#BTCUSDT#BCE_PAIR_END##BCE_TOT_START#NaN#BCE_TOT_END#',
    dialect: 'bce',
    code: 'not_a_number',
  },
  { text: '#BCE_ACTION_START#BUY#BCE_ACTION_END#', dialect: 'bce', code: 'symbol_missing' },
  { text: '#BCE_ACTION_START#BUY', dialect: 'bce', code: 'action_unknown' },
])('bitcoinvsalts: refuses "$text" with $code', ({ text, dialect, code }) => {
  expect(readMessage(text)).toMatchObject({ dialect, signals: [], notUnderstood: { code } });
});
