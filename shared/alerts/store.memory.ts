import { isDeepStrictEqual } from 'node:util';
import type { AlertStatus, NotUnderstood } from './alert.ts';
import type { ReadSettings } from './read-settings.ts';
import { reasonOf, refuseDialect } from './refuse-dialect.ts';
import { type AlertWorld, type Door, doorOf, type Taker, type Target, targetsOf } from './route-alert.memory.ts';
import { type RouteNames, routesOf } from './route-names.ts';
import type { AlertStore, Kept, KeptAlert, KeptReading, NewAlert } from './store.ts';

type Identity = { alertId: string; bodyDigest: string; expiresAtMs: number };

export type MemoryAlertStore = AlertStore & {
  /** Every alert that was kept, conflicts included, in order. */
  readonly kept: (NewAlert & { status: AlertStatus; strategyId?: string })[];
  /** Steps that would be carried out, as `alertId/step`. */
  readonly work: string[];
};

export function memoryAlertStore(world: AlertWorld): MemoryAlertStore {
  const identities = new Map<string, Identity>();
  const kept: MemoryAlertStore['kept'] = [];
  const work: string[] = [];

  function claim(door: Door, alert: NewAlert): Identity | undefined {
    const key = `${door.id}\n${alert.identity.key}`;
    const first = identities.get(key);
    if (first !== undefined && first.expiresAtMs > alert.receivedAt.getTime()) return first;
    const { windowSeconds } = alert.identity;
    const expiresAtMs = windowSeconds === undefined ? Infinity : alert.receivedAt.getTime() + windowSeconds * 1000;
    identities.set(key, { alertId: alert.id, bodyDigest: alert.bodyDigest, expiresAtMs });
    return undefined;
  }

  function keepOne(alert: NewAlert, { strategy, reading, refusal }: Meant): KeptAlert {
    const notUnderstood = refusal ?? judge(alert, strategy, reading);
    kept.push({
      ...alert,
      ...reading,
      ...(strategy && { strategyId: strategy.id }),
      ...(notUnderstood && { notUnderstood }),
      status: notUnderstood === undefined ? 'accepted' : 'not_understood',
    });
    if (notUnderstood === undefined) work.push(...reading.signals.map(({ step }) => `${alert.id}/${step}`));
    return { id: alert.id, ...(strategy && { strategyId: strategy.id }), ...(notUnderstood && { notUnderstood }) };
  }

  return {
    kept,
    work,
    async keep(hook, alert): Promise<Kept> {
      const door = doorOf(world, hook);
      if (door === undefined) return { outcome: 'unknown_hook' };
      const targets = targetsOf(world, door, alert);
      const wanted = settingsWanted(targets, alert);
      if (wanted.length > 0) return { outcome: 'settings_differ', wanted };
      const first = claim(door, alert);
      if (first?.bodyDigest === alert.bodyDigest) return { outcome: 'duplicate', alertId: first.alertId };
      if (first !== undefined) {
        kept.push({ ...alert, status: 'conflict' });
        return { outcome: 'conflict', alertId: first.alertId };
      }
      const alerts = targets.map((target, at) => keepOne(siblingOf(alert, at), meantFor(alert, target)));
      return { outcome: 'kept', alerts };
    },
  };
}

function readingFor(alert: NewAlert, { strategy }: Target): KeptReading | undefined {
  return [alert, ...(alert.otherReadings ?? [])].find(
    ({ settings }) =>
      strategy === undefined || settings === undefined || isDeepStrictEqual(settings, strategy.readSettings ?? {}),
  );
}

function settingsWanted(targets: readonly Target[], alert: NewAlert): ReadSettings[] {
  if (targets.every((target) => readingFor(alert, target) !== undefined)) return [];
  const wanted = targets.map(({ strategy }) => strategy?.readSettings ?? {});
  return wanted.filter((one, at) => wanted.findIndex((other) => isDeepStrictEqual(other, one)) === at);
}

function siblingOf(alert: NewAlert, at: number): NewAlert {
  if (at === 0) return alert;
  const id = `${alert.id}${String(at + 1).padStart(2, '0')}`;
  return alert.source === 'webhook' ? { ...alert, id, source: 'fan_out', originAlertId: alert.id } : { ...alert, id };
}

type Meant = { strategy: Taker | undefined; reading: KeptReading; refusal?: NotUnderstood };

function meantFor(alert: NewAlert, target: Target): Meant {
  const { strategy, routes, unknown } = target;
  const { dialect, notUnderstood, signals } = readingFor(alert, target) ?? alert;
  const isMine = (names: RouteNames) =>
    routes.some((route) => route.routeKey === names.routeKey && route.accountAlias === names.accountAlias);
  const mine =
    strategy === undefined || (alert.routes ?? routesOf(signals)).every(isMine) ? signals : signals.filter(isMine);
  const reading = { signals: mine, ...(dialect && { dialect }), ...(notUnderstood && { notUnderstood }) };
  const refusal = refusalOf(strategy, unknown, notUnderstood);
  return { strategy, reading, ...(refusal && { refusal }) };
}

function refusalOf(
  strategy: Taker | undefined,
  unknown: readonly string[],
  notUnderstood: NotUnderstood | undefined,
): NotUnderstood | undefined {
  if (unknown.length > 0) return reasonOf('route_unknown', unknown.join('", "'));
  if (notUnderstood !== undefined || strategy !== undefined) return notUnderstood;
  return reasonOf('strategy_not_named');
}

/** Pins a strategy that has no dialects yet. */
function judge(alert: NewAlert, strategy: Taker | undefined, reading: KeptReading): NotUnderstood | undefined {
  if (strategy === undefined || (alert.source !== 'webhook' && alert.source !== 'fan_out')) return undefined;
  const { id, name = id, dialects = [] } = strategy;
  if (dialects.length === 0) strategy.dialects = [...new Set(reading.signals.map(({ dialect }) => dialect))];
  return refuseDialect({ name, dialects }, reading.signals);
}
