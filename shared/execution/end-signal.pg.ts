import type { Database } from '../database/pool.pg.ts';
import type { Work } from '../queue/work.ts';
import { alertOutcomeOf, type SignalOutcome, type SignalStatus } from './signal-outcome.ts';

export type EndSignal = { work: Work; signalId: string; outcome: SignalOutcome; at: Date };

type StepRow = { status: SignalStatus; rule: string | null; reason: string | null };

/**
 * Part of the transaction that brings the outcome: writes it to the signal, removes its work and, when this was the last
 * step, writes the alert's own outcome. A signal whose orders rest stays open, but needs no work until something happens.
 */
export async function endSignal(database: Database, { work, signalId, outcome, at }: EndSignal): Promise<void> {
  const endedAt = outcome.status === 'working' ? null : at;
  await database.query(
    `update signals set status = $2, rule = coalesce($3, rule), reason = coalesce($4, reason), ended_at = $5 where id = $1`,
    [signalId, outcome.status, outcome.rule ?? null, outcome.reason ?? null, endedAt],
  );
  await database.query(`delete from work where alert_id = $1 and step = $2 and kind = 'execute_signal'`, [
    work.alertId,
    work.step,
  ]);
  // Locked first: two lanes may end the last two steps of one alert at the same time.
  const steps = await lockAlert(database, work.alertId);
  const { rows } = await database.query<StepRow>(
    'select status, rule, reason from signals where alert_id = $1 and (ended_at is not null or id = $2)',
    [work.alertId, signalId],
  );
  const whole = alertOutcomeOf(rows.map(toOutcome), steps);
  if (whole === undefined) return;
  await database.query('update alerts set status = $2, reason_code = $3, reason = $4, ended_at = $5 where id = $1', [
    work.alertId,
    whole.status,
    whole.rule ?? null,
    whole.reason ?? null,
    whole.status === 'working' ? null : at,
  ]);
}

async function lockAlert(database: Database, alertId: string): Promise<number> {
  const { rows } = await database.query<{ steps: number }>(
    'select jsonb_array_length(signals) as steps from alerts where id = $1 for update',
    [alertId],
  );
  return rows[0]?.steps ?? 0;
}

function toOutcome({ status, rule, reason }: StepRow): SignalOutcome {
  return { status, ...(rule === null ? {} : { rule }), ...(reason === null ? {} : { reason }) };
}
