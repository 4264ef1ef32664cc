import { namesOf, routesOf } from './route-names.ts';
import type { Hook, KeptReading, NewAlert } from './store.ts';

/** Whether an alert is for the strategy whose hook it is, whatever is bound there. */
export function isUnrouted({ hook, alert }: { hook: Hook; alert: NewAlert }): boolean {
  const { routes = routesOf(alert.signals), settings, otherReadings } = alert;
  const isForAll = settings === undefined && otherReadings === undefined;
  return hook.by === 'strategy' || hook.by === 'token'
    ? isForAll && (hook.by === 'strategy' || routes.every((route) => Object.keys(namesOf(route)).length === 0))
    : false;
}

/** An alert as the statement for unrouted ones takes it; `n` names it among the others of its batch. */
export function toInput(hook: Hook, alert: NewAlert, n: number): Record<string, unknown> {
  const dialects = [...new Set(alert.signals.map((signal) => signal.dialect))].sort();
  return { ...commonColumns(hook, alert, n), ...readingColumns(alert), dialects };
}

/** An alert as the statement for any alerts takes it. */
export function toRoutedInput(hook: Hook, alert: NewAlert, n: number): Record<string, unknown> {
  const routes = alert.routes ?? routesOf(alert.signals);
  return {
    ...commonColumns(hook, alert, n),
    routes: routes.map(({ routeKey = null, accountAlias = null }) => ({
      route_key: routeKey,
      account_alias: accountAlias,
    })),
    readings: [alert, ...(alert.otherReadings ?? [])].map((reading) => ({
      settings: reading.settings ?? null,
      ...readingColumns(reading),
    })),
  };
}

function commonColumns(hook: Hook, alert: NewAlert, n: number): Record<string, unknown> {
  return {
    n,
    ...hookColumns(hook),
    id: alert.id,
    source: alert.source,
    origin_alert_id: alert.originAlertId ?? null,
    received_at: alert.receivedAt.toISOString(),
    raw: alert.raw,
    body_digest: alert.bodyDigest,
    identity: alert.identity.key,
    window_seconds: alert.identity.windowSeconds ?? null,
    repairs: alert.repairs,
  };
}

function hookColumns(hook: Hook): Record<string, unknown> {
  const { by } = hook;
  switch (by) {
    case 'token':
      return { hook_by: by, digest: hook.digest };
    case 'owner':
      return { hook_by: by };
    case 'door':
      return { hook_by: by, hook_user_id: hook.userId, hook_strategy: hook.hookStrategyId ?? null };
    case 'strategy':
      return { hook_by: by, hook_user_id: hook.userId, hook_strategy: hook.strategyId };
  }
}

function readingColumns({ dialect, signals, notUnderstood }: KeptReading): Record<string, unknown> {
  return {
    dialect: dialect ?? null,
    signals,
    code: notUnderstood?.code ?? null,
    reason: notUnderstood?.reason ?? null,
  };
}
