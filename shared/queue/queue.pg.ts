import { randomUUID } from 'node:crypto';
import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import type { WorkQueue } from './work.ts';
import { toWork, WORK_COLUMNS, type WorkRow } from './work-row.ts';

/** Nothing else of the lane has begun, and no earlier step of the same alert is left in it. */
const IS_NEXT = `not exists (select 1 from work b where b.lane = w.lane and b.is_begun and b.seq <> w.seq)
    and (w.kind <> 'execute_signal' or not exists (
      select 1 from work e
      where e.alert_id = w.alert_id and e.step < w.step and e.kind = 'execute_signal' and e.lane = w.lane))`;

/**
 * The lane row is what is locked, never the work: whoever asks second sees the first one's lease, even when the two
 * statements overlap, because a locked row is read again in its newest version. Its commit does not wait for the disk: a lease that a
 * crash takes away ends sooner, and what is written under it is written behind it, so that neither is ever there alone.
 */
const CLAIM_LANES = `
with ready as (
  select l.lane from lanes l
  where l.lane in (select distinct lane from work where due_at <= now())
    and (l.leased_until is null or l.leased_until < now())
    and exists (select 1 from work w where w.lane = l.lane and w.due_at <= now() and ${IS_NEXT})
  limit $1 for update skip locked
)
update lanes l set lease_token = $2 || ':' || l.lane, leased_until = now() + make_interval(secs => $3 / 1000.0)
from ready, set_config('synchronous_commit', 'off', true) where l.lane = ready.lane
returning l.lane, l.lease_token`;

const HEAD = `
select ${WORK_COLUMNS} from work w
where w.lane = $1 and w.due_at <= now() and ${IS_NEXT}
  and exists (select 1 from lanes where lane = $1 and lease_token = $2 and leased_until > now())
order by w.due_at, w.seq limit 1`;

const NEXT_DUE = `
select extract(epoch from min(greatest(w.due_at, coalesce(l.leased_until, w.due_at))) - now()) * 1000 as ms
from work w join lanes l on l.lane = w.lane where ${IS_NEXT}`;

const DEPTH = `
select count(*) as count,
  extract(epoch from now() - min(case when is_begun then created_at else due_at end)
    filter (where is_begun or due_at <= now())) * 1000 as age_ms
from work`;

export function pgWorkQueue(pool: Pool): WorkQueue {
  const ask = <Row extends object>(text: string, values: unknown[]): Promise<Row[]> =>
    whileAvailable(async () => (await pool.query<Row>(text, values)).rows);
  return {
    async claimLanes(limit, leaseMs) {
      const rows = await ask<{ lane: string; lease_token: string }>(CLAIM_LANES, [limit, randomUUID(), leaseMs]);
      return rows.map((row) => ({ lane: row.lane, token: row.lease_token }));
    },
    async head(lease) {
      const [row] = await ask<WorkRow>(HEAD, [lease.lane, lease.token]);
      return row && toWork(row);
    },
    async renew(lease, leaseMs) {
      const rows = await ask(
        `update lanes set leased_until = now() + make_interval(secs => $3 / 1000.0)
         where lane = $1 and lease_token = $2 and leased_until > now() returning lane`,
        [lease.lane, lease.token, leaseMs],
      );
      return rows.length === 1;
    },
    async release(lease) {
      await ask('update lanes set leased_until = null where lane = $1 and lease_token = $2', [lease.lane, lease.token]);
    },
    async postpone(lease, work, delayMs, reason, { isAway = false, isAlarmTold = false } = {}) {
      await ask(
        `update work set due_at = now() + make_interval(secs => $3 / 1000.0), attempts = attempts + 1, last_error = $4,
           failures = failures + $6::integer, is_alarm_told = is_alarm_told or $7, is_begun = kind = 'execute_signal'
         where seq = $2 and exists (select 1 from lanes where lane = $1 and lease_token = $5 and leased_until > now())`,
        [lease.lane, work.seq, delayMs, reason, lease.token, isAway ? 0 : 1, isAlarmTold],
      );
    },
    async drop(lease, work) {
      await ask(
        `delete from work where seq = $2
         and exists (select 1 from lanes where lane = $1 and lease_token = $3 and leased_until > now())`,
        [lease.lane, work.seq, lease.token],
      );
    },
    async nextDueInMs() {
      const [row] = await ask<{ ms: string | null }>(NEXT_DUE, []);
      return row === undefined || row.ms === null ? undefined : Math.max(0, Math.ceil(Number(row.ms)));
    },
    async depth() {
      const [row] = await ask<{ count: string; age_ms: string | null }>(DEPTH, []);
      return { count: Number(row?.count ?? 0), oldestAgeMs: Math.max(0, Math.round(Number(row?.age_ms ?? 0))) };
    },
  };
}
