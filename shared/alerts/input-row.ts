import { routesOf } from './route-names.ts';
import type { Hook, KeptReading, NewAlert } from './store.ts';

/** An alert as the statements that keep it take it; `n` names it among the others of its batch. */
export function toInput(hook: Hook, alert: NewAlert, n: number): Record<string, unknown> {
  const routes = alert.routes ?? routesOf(alert.signals);
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
    routes: routes.map(({ routeKey = null, accountAlias = null }) => ({
      route_key: routeKey,
      account_alias: accountAlias,
    })),
    readings: [alert, ...(alert.otherReadings ?? [])].map(readingColumns),
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

function readingColumns({ settings, dialect, signals, notUnderstood }: KeptReading): Record<string, unknown> {
  return {
    settings: settings ?? null,
    dialect: dialect ?? null,
    signals,
    code: notUnderstood?.code ?? null,
    reason: notUnderstood?.reason ?? null,
  };
}
