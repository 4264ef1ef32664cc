import type { AlertReading } from '../alerts/alert.ts';
import { digestBody } from '../alerts/identity.ts';
import type { AlertStore } from '../alerts/store.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Doorbell } from '../queue/doorbell.ts';
import type { Clock } from '../time/clock.ts';
import type { AlertArchive } from './archive.ts';

export type ReplayAlertDeps = {
  archive: AlertArchive;
  alerts: AlertStore;
  readAlert: (text: string) => AlertReading;
  doorbell: Doorbell;
  now: Clock;
  newId: NewId;
};
export type ReplayAlert = { userId: string; alertId: string };

export type ReplayedAlert =
  | { outcome: 'kept'; alertId: string }
  | { outcome: 'not_found' }
  | { outcome: 'refused'; code: 'not_replayable'; reason: string };

/**
 * Runs an alert again on purpose, as a new alert that names its origin. Its message is read anew: what was not understood
 * then may be understood now.
 */
export async function replayAlert(deps: ReplayAlertDeps, { userId, alertId }: ReplayAlert): Promise<ReplayedAlert> {
  const origin = await deps.archive.find(userId, alertId);
  if (origin === undefined) return { outcome: 'not_found' };
  if (origin.source === 'command') return refused('It was asked for through the API: ask again instead');
  if (origin.strategyId === undefined) return refused('It names none of your strategies');
  const id = deps.newId('alt');
  const { raw, repairs, signals, dialect, notUnderstood } = deps.readAlert(origin.raw);
  const kept = await deps.alerts.keep(
    { by: 'strategy', userId, strategyId: origin.strategyId },
    {
      id,
      source: 'replay',
      originAlertId: origin.id,
      receivedAt: deps.now(),
      raw,
      bodyDigest: digestBody(raw),
      identity: { key: `replay:${id}` },
      repairs,
      signals,
      ...(dialect === undefined ? {} : { dialect }),
      ...(notUnderstood === undefined ? {} : { notUnderstood }),
    },
  );
  if (kept.outcome !== 'kept') return refused('Its strategy is gone');
  if (notUnderstood === undefined) deps.doorbell.ring();
  return { outcome: 'kept', alertId: id };
}

function refused(why: string): ReplayedAlert {
  return { outcome: 'refused', code: 'not_replayable', reason: `Cannot replay this alert. ${why}` };
}
