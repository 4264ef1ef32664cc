import { collect } from '../database/collect.ts';
import { isUnavailable, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { isUnrouted, toInput, toRoutedInput } from './input-row.ts';
import { readReadSettings } from './read-settings-json.ts';
import { KEEP_ALERTS, KEEP_CONFLICT, KEEP_ROUTED_ALERTS, SELECT_IDENTITY } from './store.sql.ts';
import type { AlertStore, Hook, Kept, KeptAlert, NewAlert } from './store.ts';

type Delivery = { hook: Hook; alert: NewAlert };
/** One for each alert that was kept; without an `id` for a delivery of which none was. */
type KeptRow = {
  n: number;
  scope_id: string;
  wanted: unknown[] | null;
  id: string | null;
  strategy_id: string | null;
  reason_code: string | null;
  reason: string | null;
};

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
  const [statement, toRow] = batch.every(isUnrouted)
    ? ([KEEP_ALERTS, toInput] as const)
    : ([KEEP_ROUTED_ALERTS, toRoutedInput] as const);
  const input = JSON.stringify(batch.map(({ hook, alert }, n) => toRow(hook, alert, n)));
  const { rows } = await pool.query<KeptRow>({ ...statement, values: [input] });
  const kept = new Map<Delivery, Kept>();
  for (const [n, of] of byDelivery(rows)) {
    const one = batch[n];
    const [first] = of;
    if (one !== undefined && first !== undefined) kept.set(one, await toKept(pool, one, first, of));
  }
  return kept;
}

function byDelivery(rows: readonly KeptRow[]): Map<number, KeptRow[]> {
  const grouped = new Map<number, KeptRow[]>();
  for (const row of rows) grouped.set(row.n, [...(grouped.get(row.n) ?? []), row]);
  return grouped;
}

async function toKept(pool: Pool, one: Delivery, first: KeptRow, rows: readonly KeptRow[]): Promise<Kept> {
  if (first.wanted !== null) return { outcome: 'settings_differ', wanted: first.wanted.map(readReadSettings) };
  if (first.id === null) return findFirst(pool, one, first.scope_id);
  return { outcome: 'kept', alerts: rows.map(toKeptAlert).sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function toKeptAlert({ id, strategy_id: strategyId, reason_code: code, reason }: KeptRow): KeptAlert {
  return {
    id: id ?? '',
    ...(strategyId !== null && { strategyId }),
    ...(code !== null && { notUnderstood: { code, reason: reason ?? '' } }),
  };
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
  await pool.query({ ...KEEP_CONFLICT, values: [JSON.stringify([toRoutedInput(hook, alert, 0)]), first.alert_id] });
  return { outcome: 'conflict', alertId: first.alert_id };
}
