import type { RiskRule } from '../risk.ts';

/** Binds where a strategy sets no limit of its own: a market entered minutes late is another trade. */
export const DEFAULT_MAX_ALERT_AGE_SECONDS = 120;

export const maxAlertAge: RiskRule = ({ strategy, signal, now, receivedAt, isReplay }) => {
  const own = strategy.limits.maxAlertAgeSeconds ?? DEFAULT_MAX_ALERT_AGE_SECONDS;
  const limitSeconds = Math.min(own, signal.maxLagSeconds ?? own);
  const firedAt = signal.signalAt === undefined || isReplay ? receivedAt : new Date(signal.signalAt);
  const ageSeconds = (now.getTime() - Math.min(firedAt.getTime(), receivedAt.getTime())) / 1000;
  if (ageSeconds <= limitSeconds) return undefined;
  return {
    rule: 'max_alert_age',
    reason: `The alert is ${ageSeconds.toFixed(1)} s old, the limit is ${limitSeconds} s`,
  };
};
