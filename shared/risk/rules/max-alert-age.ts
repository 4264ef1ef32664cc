import type { Denial } from '../denial.ts';
import type { StandingInput } from '../risk.ts';
import { strictestCount } from '../strictest.ts';

/** Binds where nobody sets a limit: a market entered minutes late is another trade. */
export const DEFAULT_MAX_ALERT_AGE_SECONDS = 120;

export type AgeInput = Pick<StandingInput, 'limits' | 'signal' | 'now' | 'receivedAt' | 'isReplay'>;

export function maxAlertAge({ limits, signal, now, receivedAt, isReplay }: AgeInput): Denial | undefined {
  const bound = strictestCount(limits, 'maxAlertAgeSeconds');
  const own = bound?.limit ?? DEFAULT_MAX_ALERT_AGE_SECONDS;
  const limitSeconds = Math.min(own, signal.maxLagSeconds ?? own);
  const firedAt = signal.signalAt === undefined || isReplay ? receivedAt : new Date(signal.signalAt);
  // A step with a delay is not late before its time.
  const ageSeconds = (now.getTime() - Math.min(firedAt.getTime(), receivedAt.getTime())) / 1000 - signal.delaySeconds;
  if (ageSeconds <= limitSeconds) return undefined;
  const actual = ageSeconds.toFixed(1);
  return {
    rule: 'max_alert_age',
    reason: `The alert is ${actual} s old, the limit is ${limitSeconds} s`,
    ...{ limit: String(limitSeconds), actual, ...(bound && { scope: bound.scope }) },
  };
}
