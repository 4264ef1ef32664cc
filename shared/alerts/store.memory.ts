import type { AlertStatus } from './alert.ts';
import type { AlertStore, Hook, Kept, NewAlert } from './store.ts';

type HookOwner = { scopeId: string; userId: string; strategyId: string | undefined };
type Identity = { alertId: string; bodyDigest: string; expiresAtMs: number };

export type MemoryAlertStore = AlertStore & {
  /** Every alert that was kept, conflicts included, in order. */
  readonly kept: (NewAlert & { status: AlertStatus })[];
  /** Steps that would be carried out, as `alertId/step`. */
  readonly work: string[];
};

/** `findHook` says whose hook it is, as the strategies table does in Postgres. */
export function memoryAlertStore(findHook: (hook: Hook) => HookOwner | undefined): MemoryAlertStore {
  const identities = new Map<string, Identity>();
  const kept: MemoryAlertStore['kept'] = [];
  const work: string[] = [];
  return {
    kept,
    work,
    async keep(hook, alert): Promise<Kept> {
      const owner = findHook(hook);
      if (owner === undefined) return { outcome: 'unknown_hook' };
      const key = `${owner.scopeId}\n${alert.identity.key}`;
      const first = identities.get(key);
      if (first !== undefined && first.expiresAtMs > alert.receivedAt.getTime()) {
        if (first.bodyDigest === alert.bodyDigest) return { outcome: 'duplicate', alertId: first.alertId };
        kept.push({ ...alert, status: 'conflict' });
        return { outcome: 'conflict', alertId: first.alertId };
      }
      const { windowSeconds } = alert.identity;
      const expiresAtMs = windowSeconds === undefined ? Infinity : alert.receivedAt.getTime() + windowSeconds * 1000;
      identities.set(key, { alertId: alert.id, bodyDigest: alert.bodyDigest, expiresAtMs });
      const isUnderstood = alert.notUnderstood === undefined && owner.strategyId !== undefined;
      kept.push({ ...alert, status: isUnderstood ? 'accepted' : 'not_understood' });
      if (isUnderstood) work.push(...alert.signals.map(({ step }) => `${alert.id}/${step}`));
      return { outcome: 'kept' };
    },
  };
}
