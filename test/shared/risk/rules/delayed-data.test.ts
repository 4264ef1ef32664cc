import { expect, it } from 'vitest';
import { readAlert } from '../../../../shared/alerts/read-alert.ts';
import { checkOrder } from '../../../../shared/risk/check-order.ts';
import { anEntry, aRiskInput } from '../../../support/build-risk.ts';
import { aSignal, aStrategy } from '../../../support/build-signal.ts';

const messages = [
  '{"ticker":"NYMEX_DL:BTCUSDT","action":"buy"}',
  '{"symbol":"BTCUSDT","exchange":"NYMEX_DLY","side":"buy","delayed_data":"false"}',
  'buy NYMEX_DL:BTCUSDT',
];
const live = { accountMode: 'live', strategy: aStrategy({ mode: 'live' }) } as const;

it.each(messages)('delayedData() denies a live entry of %s', (message) => {
  const { extras, chartExchange } = { chartExchange: 'NYMEX', ...readAlert(message).signals[0] };
  const signal = aSignal({ extras, chartExchange });
  expect(checkOrder(aRiskInput({ ...live, signal }))).toMatchObject({
    rule: 'delayed_data',
    reason: expect.stringContaining('"NYMEX"'),
  });
  expect(checkOrder(aRiskInput({ signal })), 'on paper').toBeUndefined();
  const order = anEntry({ reduceOnly: true, purpose: 'close' });
  expect(checkOrder(aRiskInput({ ...live, signal, order })), 'an exit').toBeUndefined();
});

it('delayedData() lets a live entry of a chart in real time pass', () => {
  expect(checkOrder(aRiskInput({ ...live, signal: aSignal() }))).toBeUndefined();
});
