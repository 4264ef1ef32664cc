import { AppError } from '../errors/app-error.ts';
import type { AlertReading } from './alert.ts';
import { digestBody, identify } from './identity.ts';
import type { ReadSettings } from './read-settings.ts';
import type { SettingsSeen } from './settings-seen.ts';
import type { AlertStore, Hook, Kept, KeptReading, NewAlert } from './store.ts';

export type KeepReadingDeps = { alerts: AlertStore; settingsSeen?: SettingsSeen };

/** A message as it is read where no strategy has chosen anything, and the way to read it again. */
export type Message = { reading: AlertReading; readAgain: (settings: ReadSettings) => AlertReading };
export type Envelope = Pick<NewAlert, 'id' | 'source' | 'originAlertId' | 'receivedAt'> &
  Partial<Pick<NewAlert, 'identity'>>;
export type KeptMessage = { kept: Exclude<Kept, { outcome: 'settings_differ' }>; alert: NewAlert };

/** Each turn but the first is lost to a change of settings that came in between. */
const MOST_TURNS = 5;

/**
 * Keeps a message, read under the settings that its strategies have at that moment.
 * @throws AppError `database_unavailable` when nothing could be kept
 */
export async function keepReading(
  { alerts, settingsSeen }: KeepReadingDeps,
  hook: Hook,
  { reading, readAgain }: Message,
  envelope: Envelope,
): Promise<KeptMessage> {
  const { settings, routes } = reading;
  let readings = settings === undefined ? [reading] : (settingsSeen?.of(hook, routes) ?? [settings]).map(readAgain);
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const alert = toNewAlert(envelope, readings, reading);
    const kept = await alerts.keep(hook, alert);
    if (kept.outcome !== 'settings_differ') return { kept, alert };
    settingsSeen?.note(hook, routes, kept.wanted);
    readings = kept.wanted.map(readAgain);
  }
  throw new AppError(
    'database_unavailable',
    'Cannot keep the alert: the settings of its strategy changed at each reading',
  );
}

/** What is understood goes first: it says what the alert is. */
function toNewAlert(envelope: Envelope, readings: readonly AlertReading[], unread: AlertReading): NewAlert {
  const best = readings.find(({ notUnderstood }) => notUnderstood === undefined) ?? readings[0] ?? unread;
  const bodyDigest = digestBody(best.raw);
  const others = readings.filter((one) => one !== best).map(toKeptReading);
  return {
    ...envelope,
    ...toKeptReading(best),
    raw: best.raw,
    bodyDigest,
    identity: envelope.identity ?? identify(best, bodyDigest),
    repairs: best.repairs,
    routes: best.routes,
    ...(others.length > 0 && { otherReadings: others }),
  };
}

function toKeptReading({ settings, dialect, signals, notUnderstood }: AlertReading): KeptReading {
  return {
    signals,
    ...(settings !== undefined && { settings }),
    ...(dialect !== undefined && { dialect }),
    ...(notUnderstood !== undefined && { notUnderstood }),
  };
}
