import { print } from '../money/decimal.ts';
import { DRIFT_RULE } from './decide-drift.ts';
import type { SignalOutcome } from './signal-outcome.ts';
import type { Execution, ExecutionStep } from './store.ts';

type Row = Record<string, unknown>;
export type SignalRowsInput = {
  at: Date;
  execution: Execution;
  step: ExecutionStep;
  alertOutcome: SignalOutcome | undefined;
};

/** What a step does to the signal, its work and its alert, and to what the chart is known to hold. */
export function signalRows(input: SignalRowsInput): Record<string, Row[]> {
  return {
    new_signals: newSignalRows(input),
    signals: changedSignalRows(input),
    begun_work: workRows(input),
    done_work: input.step.outcome === undefined ? [] : [workKey(input.execution)],
    alerts: alertRows(input),
    charts: chartRows(input),
  };
}

function newSignalRows({ at, execution, step }: SignalRowsInput): Row[] {
  const { newSignal, outcome } = step;
  if (newSignal === undefined) return [];
  const { id, denial, hold } = newSignal;
  const { alert, strategy, market, symbol, signal, work } = execution;
  const why = outcome ?? denial ?? (hold && { rule: DRIFT_RULE, reason: hold.reason });
  return [
    {
      ...{ id, user_id: alert.userId, alert_id: alert.id, strategy_id: strategy.id, step: work.step },
      ...{ market, symbol, intent: signal.intent },
      ...{ status: outcome?.status ?? (step.isHeld ? 'held' : 'working'), rule: why?.rule, reason: why?.reason },
      ...{ held_until: hold?.until, created_at: at, ended_at: endOf(outcome, at) },
    },
  ];
}

function changedSignalRows({ at, execution, step }: SignalRowsInput): Row[] {
  const { newSignal, outcome, isHeld, resumes } = step;
  const id = execution.decided?.signalId;
  if (id === undefined || newSignal !== undefined) return [];
  if (resumes !== undefined) return [{ id, status: 'working', ...resumes.denial, ended_at: null, resumes: true }];
  if (isHeld) return [{ id, status: 'held', ended_at: null, resumes: false }];
  if (outcome === undefined) return [];
  const { status, rule, reason } = outcome;
  return [{ id, status, rule, reason, ended_at: endOf(outcome, at), resumes: false }];
}

/** With the decision the step begins, and again when it goes on after an answer. What follows a success is not its next attempt. */
function workRows({ execution, step }: SignalRowsInput): Row[] {
  const { newSignal, outcome, isHeld, isProgress, resumes } = step;
  if (outcome !== undefined) return [];
  const until = newSignal?.hold?.until ?? execution.decided?.hold?.until;
  if (isHeld) return [{ ...workKey(execution), is_begun: false, due_at: until }];
  if (newSignal !== undefined || resumes !== undefined) return [{ ...workKey(execution), is_begun: true }];
  return isProgress ? [workKey(execution)] : [];
}

function workKey({ alert, work }: Execution): Row {
  return { alert_id: alert.id, step: work.step };
}

function alertRows({ at, execution, step, alertOutcome }: SignalRowsInput): Row[] {
  const { id } = execution.alert;
  if (alertOutcome !== undefined) {
    const { status, rule, reason } = alertOutcome;
    return [{ id, status, reason_code: rule, reason, ended_at: endOf(alertOutcome, at), resumes: false }];
  }
  if (step.isHeld) {
    const reason = (step.newSignal?.hold ?? execution.decided?.hold)?.reason;
    return [{ id, status: 'held', reason_code: DRIFT_RULE, reason, ended_at: null, resumes: false }];
  }
  const isBegun = step.newSignal !== undefined || step.resumes !== undefined;
  return isBegun ? [{ id, status: 'working', ended_at: null, resumes: step.resumes !== undefined }] : [];
}

function chartRows({ at, execution, step }: SignalRowsInput): Row[] {
  if (step.chart === undefined) return [];
  const { alert, strategy, account, market, symbol } = execution;
  const { side, quantity, signalAt } = step.chart;
  return [
    {
      ...{ user_id: alert.userId, strategy_id: strategy.id, account_id: account.id, market, symbol },
      ...{ side, quantity: quantity && print(quantity), signal_at: signalAt, alert_id: alert.id, updated_at: at },
    },
  ];
}

function endOf(outcome: SignalOutcome | undefined, at: Date): Date | null {
  return outcome === undefined || outcome.status === 'working' ? null : at;
}
