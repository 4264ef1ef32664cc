import type { DriftAnswer } from '../drift/drift-answer.ts';
import type { PositionSide } from '../signals/signal.ts';
import { toChartPosition } from './chart-position.pg.ts';
import type { Decided, Execution, Hold } from './store.ts';

/** What was decided before on a signal, on the steps before it, and what its chart said: null where there is nothing of it. */
export type DecidedRow = {
  signal_id: string | null;
  rule: string | null;
  reason: string | null;
  signal_status: string | null;
  held_until: Date | null;
  drift_answer: DriftAnswer | null;
  drift_answered_at: Date | null;
  failed_step: number | null;
  failed_status: string | null;
  failed_rule: string | null;
  failed_reason: string | null;
  chart_side: PositionSide | null;
  chart_quantity: string | null;
  chart_signal_at: Date | null;
  chart_alert_id: string | null;
};

export function decidedOf(row: DecidedRow): Decided | undefined {
  const { signal_id: signalId, rule, reason } = row;
  if (signalId === null) return undefined;
  const why = rule === null || reason === null ? undefined : { rule, reason };
  if (row.held_until === null) return { signalId, denial: why };
  const hold: Hold = {
    until: row.held_until,
    reason: reason ?? '',
    isWaiting: row.signal_status === 'held',
    ...(row.drift_answer === null ? {} : { answer: row.drift_answer }),
  };
  return { signalId, denial: undefined, hold };
}

export function chartOf(row: DecidedRow): Pick<Execution, 'chart'> {
  const { chart_side: side, chart_quantity: quantity, chart_signal_at: signalAt, chart_alert_id: alertId } = row;
  if (side === null || alertId === null) return {};
  return { chart: toChartPosition({ side, quantity, signal_at: signalAt, alert_id: alertId }) };
}

export function failedStepOf(row: DecidedRow): Pick<Execution, 'failedStep'> {
  const { failed_step: step, failed_status: status, failed_rule: rule, failed_reason: reason } = row;
  if (step === null || status === null) return {};
  return { failedStep: { step, status, ...(rule === null ? {} : { rule }), ...(reason === null ? {} : { reason }) } };
}
