import { expect, it } from 'vitest';
import { maxAlertAge } from '../../../../shared/risk/rules/max-alert-age.ts';
import { aRiskInput, limitsOf, type RuleRow } from '../../../support/build-risk.ts';
import { aSignal } from '../../../support/build-signal.ts';
import { NOW } from '../../../support/fixed.ts';

const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
it.each<RuleRow>([
  { case: 'an alert of two minutes with nothing', input: { now: after(120) } },
  {
    case: 'an older one where nobody sets a limit with a denial',
    input: { now: after(120.1) },
    denied: { rule: 'max_alert_age', limit: '120', actual: '120.1' },
    words: '120.1 s old, the limit is 120 s',
  },
  {
    case: 'a longer limit with nothing',
    input: { now: after(600), limits: [limitsOf('strategy', { maxAlertAgeSeconds: 600 })] },
  },
  {
    case: 'the shorter of two limits with a denial',
    input: {
      now: after(61),
      limits: [limitsOf('strategy', { maxAlertAgeSeconds: 600 }), limitsOf('account', { maxAlertAgeSeconds: 60 })],
    },
    denied: { rule: 'max_alert_age', scope: 'account', limit: '60' },
  },
  {
    case: 'the limit of the message, which only shortens, with a denial',
    input: { now: after(31), signal: aSignal({ maxLagSeconds: 30 }) },
    denied: { rule: 'max_alert_age', limit: '30' },
  },
  {
    case: 'the time at which the alert fired with a denial',
    input: { signal: aSignal({ signalAt: '2026-03-02T11:57:00.000Z' }) },
    denied: { rule: 'max_alert_age', actual: '180.0' },
  },
  {
    case: 'that time in a replay with nothing',
    input: { isReplay: true, signal: aSignal({ signalAt: '2020-01-01T00:00:00Z' }) },
  },
  {
    case: 'a step that was to wait for ten minutes with nothing',
    input: { now: after(700), signal: aSignal({ delaySeconds: 600 }) },
  },
  {
    case: 'one that came much later than it was to with a denial',
    input: { now: after(721), signal: aSignal({ delaySeconds: 600 }) },
    denied: { rule: 'max_alert_age', actual: '121.0' },
  },
])('maxAlertAge() answers $case', ({ input, denied, words = '' }) => {
  const denial = maxAlertAge(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
