import type { Work, WorkKind } from './work.ts';

export const WORK_COLUMNS =
  'w.seq, w.lane, w.kind, w.user_id, w.alert_id, w.step, w.attempts, w.failures, w.is_alarm_told, w.created_at';

export type WorkRow = {
  seq: string;
  lane: string;
  kind: WorkKind;
  user_id: string;
  alert_id: string;
  step: number;
  attempts: number;
  failures: number;
  is_alarm_told: boolean;
  created_at: Date;
};

export function toWork(row: WorkRow): Work {
  return {
    seq: row.seq,
    lane: row.lane,
    kind: row.kind,
    userId: row.user_id,
    alertId: row.alert_id,
    step: row.step,
    attempts: row.attempts,
    failures: row.failures,
    isAlarmTold: row.is_alarm_told,
    createdAt: row.created_at,
  };
}
