import type { AlertReading } from '../alerts/alert.ts';
import { type KeepReadingDeps, keepReading } from '../alerts/keep-reading.ts';
import type { ReadSettings } from '../alerts/read-settings.ts';
import { namesOf, routesOf } from '../alerts/route-names.ts';
import type { Hook } from '../alerts/store.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Doorbell } from '../queue/doorbell.ts';
import type { Clock } from '../time/clock.ts';
import type { AlertArchive, ArchivedAlert } from './archive.ts';

export type ReplayAlertDeps = KeepReadingDeps & {
  archive: AlertArchive;
  readAlert: (text: string, settings?: ReadSettings) => AlertReading;
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
 * then may be understood now. It goes to the strategy that it was for; one that was for nobody goes by the routes of today.
 */
export async function replayAlert(deps: ReplayAlertDeps, { userId, alertId }: ReplayAlert): Promise<ReplayedAlert> {
  const origin = await deps.archive.find(userId, alertId);
  if (origin === undefined) return { outcome: 'not_found' };
  if (origin.source === 'command') return refused('It was asked for through the API: ask again instead');
  const id = deps.newId('alt');
  const readAgain = (settings?: ReadSettings) => asBefore(origin, deps.readAlert(origin.raw, settings));
  const reading = readAgain();
  if (reading.notUnderstood === undefined && reading.signals.length === 0)
    return refused('Its message is read as other steps today');
  const { kept } = await keepReading(
    deps,
    hookOf(userId, origin),
    { reading, readAgain },
    { id, source: 'replay', originAlertId: origin.id, receivedAt: deps.now(), identity: { key: `replay:${id}` } },
  );
  if (kept.outcome !== 'kept') return refused('Its strategy is gone');
  if (kept.alerts.some(({ notUnderstood }) => notUnderstood === undefined)) deps.doorbell.ring();
  return { outcome: 'kept', alertId: id };
}

function hookOf(userId: string, { strategyId, hookStrategyId }: ArchivedAlert): Hook {
  if (strategyId !== undefined) return { by: 'strategy', userId, strategyId };
  return { by: 'door', userId, ...(hookStrategyId !== undefined && { hookStrategyId }) };
}

/** Routes that are secrets are no longer in the text, and of a message for several strategies only the steps of this one count. */
function asBefore(origin: ArchivedAlert, reading: AlertReading): AlertReading {
  const steps = new Map(origin.signals.map((signal) => [signal.step, signal]));
  const isPart = origin.signals.some(({ of }) => of > origin.signals.length);
  const signals = reading.signals
    .filter(({ step }) => !isPart || steps.has(step))
    .map((signal) => ({ ...signal, ...namesOf(steps.get(signal.step) ?? {}) }));
  const [unknown, more] = origin.unknownRoutes ?? [];
  const named = unknown !== undefined && more === undefined ? [{ routeKey: unknown }] : reading.routes;
  return { ...reading, signals, routes: signals.length > 0 && origin.signals.length > 0 ? routesOf(signals) : named };
}

function refused(why: string): ReplayedAlert {
  return { outcome: 'refused', code: 'not_replayable', reason: `Cannot replay this alert. ${why}` };
}
