import type { Retry } from '../queue/drain-lanes.ts';
import type { Lease, Work } from '../queue/work.ts';
import type { Clock } from '../time/clock.ts';
import { alertAge } from './alert-age.ts';
import { mayExit } from './may-exit.ts';
import type { Execution, ExecutionStore } from './store.ts';

export type TellLateExitDeps = { executions: ExecutionStore; now: Clock };
export type LateExit = { work: Work; lease: Lease; retry: Retry; reason: string };

/** How long an exit may be on its way before somebody is told. */
const ALARM_AFTER_MS = 30_000;
const FIRST_ATTEMPTS = 3;

/** Raises the alarm, once, over an exit that is tried again and again while its position stays open. */
export async function tellLateExit(deps: TellLateExitDeps, late: LateExit): Promise<Retry> {
  const { work, lease, retry, reason } = late;
  if (work.isAlarmTold || work.attempts < FIRST_ATTEMPTS) return retry;
  const execution = await deps.executions.load(work).catch(() => undefined);
  if (execution === undefined || !isWaitedFor(execution) || waitedMs(execution, deps.now()) < ALARM_AFTER_MS)
    return retry;
  const { account, market, symbol } = execution;
  const title = `An exit of ${symbol} (${market}) on account ${account.name} has not gone through yet, and is tried further: ${reason}`;
  await deps.executions.commit(lease, execution, {
    events: [{ name: 'exit_delayed', detail: { reason, attempts: work.attempts } }],
    notifications: [{ kind: 'exit_delayed', severity: 'alarm', title, detail: { market, symbol, reason } }],
  });
  return { ...retry, isAlarmTold: true };
}

function waitedMs({ alert, signal }: Execution, now: Date): number {
  return now.getTime() - alertAge(alert).receivedAt.getTime() - signal.delaySeconds * 1_000;
}

function isWaitedFor(execution: Execution): boolean {
  if (execution.position === undefined) return false;
  const next = execution.orders.find(({ status }) => status !== 'filled');
  return next === undefined ? mayExit(execution) : next.reduceOnly;
}
