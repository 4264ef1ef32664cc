import { randomUUID } from 'node:crypto';
import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import type { Work, WorkKind, WorkQueue } from './work.ts';

const WORK_COLUMNS = 'w.seq, w.lane, w.kind, w.user_id, w.alert_id, w.step, w.attempts, w.created_at';

type WorkRow = {
  seq: string;
  lane: string;
  kind: WorkKind;
  user_id: string;
  alert_id: string;
  step: number;
  attempts: number;
  created_at: Date;
};

/**
 * The lane row is what is locked, never the work: whoever asks second sees the first one's lease, even when the two
 * statements overlap, because a locked row is read again in its newest version.
 */
const CLAIM_LANES = `
with ready as (
  select l.lane from lanes l
  where l.lane in (select distinct lane from work where due_at <= now())
    and (l.leased_until is null or l.leased_until < now())
    and (select w.due_at from work w where w.lane = l.lane order by w.seq limit 1) <= now()
  limit $1 for update skip locked
)
update lanes l set lease_token = $2 || ':' || l.lane, leased_until = now() + make_interval(secs => $3 / 1000.0)
from ready where l.lane = ready.lane
returning l.lane, l.lease_token`;

const HEAD = `
select ${WORK_COLUMNS} from work w
where w.seq = (select min(seq) from work where lane = $1) and w.due_at <= now()
  and exists (select 1 from lanes where lane = $1 and lease_token = $2 and leased_until > now())`;

const NEXT_DUE = `
select extract(epoch from min(greatest(head.due_at, coalesce(l.leased_until, head.due_at))) - now()) * 1000 as ms
from (select distinct on (lane) lane, due_at from work order by lane, seq) head join lanes l on l.lane = head.lane`;

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
    async postpone(lease, work, delayMs, reason) {
      await ask(
        `update work set due_at = now() + make_interval(secs => $3 / 1000.0), attempts = attempts + 1, last_error = $4
         where seq = $2 and exists (select 1 from lanes where lane = $1 and lease_token = $5 and leased_until > now())`,
        [lease.lane, work.seq, delayMs, reason, lease.token],
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
      const [row] = await ask<{ count: string; age_ms: string | null }>(
        'select count(*) as count, extract(epoch from now() - min(created_at)) * 1000 as age_ms from work',
        [],
      );
      return { count: Number(row?.count ?? 0), oldestAgeMs: Math.max(0, Math.round(Number(row?.age_ms ?? 0))) };
    },
  };
}

function toWork(row: WorkRow): Work {
  return {
    seq: row.seq,
    lane: row.lane,
    kind: row.kind,
    userId: row.user_id,
    alertId: row.alert_id,
    step: row.step,
    attempts: row.attempts,
    createdAt: row.created_at,
  };
}
