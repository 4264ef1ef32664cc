import { collect } from '../database/collect.ts';
import { isUnavailable, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { KEEP_ALERTS, KEEP_CONFLICT, SELECT_IDENTITY } from './store.sql.ts';
import type { AlertStore, Hook, Kept, NewAlert } from './store.ts';

type Delivery = { hook: Hook; alert: NewAlert };
type KeptRow = { n: number; scope_id: string; is_kept: boolean };

const MAX_BATCH = 100;
const MAX_IN_FLIGHT = 2;

/** Alerts that arrive together share one statement and one commit; none is answered before that commit. */
export function pgAlertStore(pool: Pool): AlertStore {
  const keepTogether = collect((batch: Delivery[]) => keepBatch(pool, batch), {
    maxBatch: MAX_BATCH,
    maxInFlight: MAX_IN_FLIGHT,
  });
  return { keep: (hook, alert) => whileAvailable(() => keepTogether({ hook, alert })) };
}

/** One alert that the database refuses must not take the others of its batch with it: then each goes alone. */
async function keepBatch(pool: Pool, batch: Delivery[]): Promise<PromiseSettledResult<Kept>[]> {
  const { first, again } = splitRepeats(batch);
  const kept = new Map<Delivery, PromiseSettledResult<Kept>>();
  try {
    for (const [one, result] of await keepDistinct(pool, first)) kept.set(one, { status: 'fulfilled', value: result });
  } catch (error) {
    if (isUnavailable(error)) throw error;
    for (const one of first) kept.set(one, await keepAlone(pool, one));
  }
  for (const one of again) kept.set(one, await keepAlone(pool, one));
  return batch.map((one) => kept.get(one) ?? { status: 'fulfilled', value: { outcome: 'unknown_hook' } });
}

async function keepAlone(pool: Pool, one: Delivery): Promise<PromiseSettledResult<Kept>> {
  const [result] = await Promise.allSettled([keepDistinct(pool, [one])]);
  if (result.status === 'rejected') return result;
  return { status: 'fulfilled', value: result.value.get(one) ?? { outcome: 'unknown_hook' } };
}

/** `on conflict do update` may not meet the same key twice in one statement, so a repeat waits for the next one. */
function splitRepeats(batch: Delivery[]): { first: Delivery[]; again: Delivery[] } {
  const seen = new Set<string>();
  const first: Delivery[] = [];
  const again: Delivery[] = [];
  for (const one of batch) {
    const isRepeat = seen.has(one.alert.identity.key);
    seen.add(one.alert.identity.key);
    (isRepeat ? again : first).push(one);
  }
  return { first, again };
}

/** @returns no entry for an alert whose hook is unknown */
async function keepDistinct(pool: Pool, batch: Delivery[]): Promise<Map<Delivery, Kept>> {
  const { rows } = await pool.query<KeptRow>({ ...KEEP_ALERTS, values: [JSON.stringify(batch.map(toInput))] });
  const kept = new Map<Delivery, Kept>();
  for (const row of rows) {
    const one = batch[row.n];
    if (one === undefined) continue;
    kept.set(one, row.is_kept ? { outcome: 'kept' } : await findFirst(pool, one, row.scope_id));
  }
  return kept;
}

/** The identity was taken. Asked in a statement of its own, so that the winner's commit is seen. */
async function findFirst(pool: Pool, { hook, alert }: Delivery, scopeId: string): Promise<Kept> {
  const { rows } = await pool.query<{ alert_id: string; body_digest: string }>({
    ...SELECT_IDENTITY,
    values: [scopeId, alert.identity.key],
  });
  const first = rows[0];
  if (first === undefined) throw new Error(`The identity of alert ${alert.id} was taken and is gone`);
  if (first.body_digest === alert.bodyDigest) return { outcome: 'duplicate', alertId: first.alert_id };
  await pool.query({ ...KEEP_CONFLICT, values: [JSON.stringify([toInput({ hook, alert }, 0)]), first.alert_id] });
  return { outcome: 'conflict', alertId: first.alert_id };
}

function toInput({ hook, alert }: Delivery, n: number): Record<string, unknown> {
  return {
    n,
    hook_by: hook.by,
    digest: hook.by === 'token' ? hook.digest : null,
    hook_user_id: hook.by === 'strategy' ? hook.userId : null,
    hook_strategy: hook.by === 'strategy' ? hook.strategyId : hook.by === 'owner' ? (hook.strategyName ?? null) : null,
    id: alert.id,
    source: alert.source,
    origin_alert_id: alert.originAlertId ?? null,
    received_at: alert.receivedAt.toISOString(),
    raw: alert.raw,
    body_digest: alert.bodyDigest,
    identity: alert.identity.key,
    window_seconds: alert.identity.windowSeconds ?? null,
    dialect: alert.dialect ?? null,
    repairs: alert.repairs,
    signals: alert.signals,
    reason_code: alert.notUnderstood?.code ?? null,
    reason: alert.notUnderstood?.reason ?? null,
  };
}
