import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import type { DriftAnswer } from './drift-answer.ts';
import type { DriftAnswerStore, GivenAnswer, KeptAnswer } from './store.ts';

/**
 * The first answer stands: the queue may be carrying it out already. Whether there is still time is for the clock of the
 * database to say, which also says when the work of an unanswered one is due.
 */
const ANSWER = `
with answered as (
  update signals set drift_answer = $3, drift_answered_at = $4
  where user_id = $1 and alert_id = $2 and status = 'held' and held_until > now() and drift_answer is null
  returning step
),
due as (
  update work w set due_at = now() from answered a
  where w.user_id = $1 and w.alert_id = $2 and w.step = a.step and w.kind = 'execute_signal'
),
told as (
  insert into events (id, user_id, alert_id, name, detail, at)
  select $5, $1, $2, 'drift_answered', jsonb_build_object('answer', $3::text, 'by', $7::text), $4
  where exists (select 1 from answered)
),
noted as (
  insert into audit (id, user_id, actor, action, subject, detail, at)
  select $6, $1, $7, 'alert.answered', $2, jsonb_build_object('answer', $3::text), $4 where exists (select 1 from answered)
)
select exists (select 1 from answered) as is_kept,
  (select drift_answer from signals where user_id = $1 and alert_id = $2 and status = 'held' and drift_answer is not null
   limit 1) as before`;

export function pgDriftAnswerStore(pool: Pool, { newId }: { newId: NewId }): DriftAnswerStore {
  return {
    answer: ({ userId, alertId, answer, actor, at }: GivenAnswer) =>
      whileAvailable(async (): Promise<KeptAnswer> => {
        const { rows } = await pool.query<{ is_kept: boolean; before: DriftAnswer | null }>(ANSWER, [
          ...[userId, alertId, answer, at, newId('evt'), newId('aud'), actor],
        ]);
        const [row] = rows;
        if (row?.is_kept) return { outcome: 'kept' };
        const before = row?.before ?? undefined;
        return before === undefined ? { outcome: 'not_held' } : { outcome: 'already', answer: before };
      }),
  };
}
