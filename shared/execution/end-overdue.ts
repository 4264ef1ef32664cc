import { AppError } from '../errors/app-error.ts';
import type { NewId } from '../ids/new-id.ts';
import type { NewNotification } from '../notifications/notification.ts';
import { isUnsettled, type Order } from '../orders/order.ts';
import type { Lease, Work } from '../queue/work.ts';
import { maxAlertAge } from '../risk/rules/max-alert-age.ts';
import { alertAge } from './alert-age.ts';
import { type CommitChangeDeps, commitChange } from './commit-change.ts';
import { chartOf } from './keep-drift.ts';
import { mayExit } from './may-exit.ts';
import type { Execution } from './store.ts';

export type EndOverdueDeps = CommitChangeDeps & { newId: NewId };
export type Failed = { work: Work; lease: Lease; error: unknown; isAway: boolean };

/** With pauses of up to a minute: more than an hour. What met an exchange that was away does not count. */
export const MAX_FAILURES = 100;
const RULE = 'not_carried_out';

/**
 * Ends a signal that could not be carried out for too long, so that it holds its lane no longer: an entry once its alert is too old,
 * anything that leaves a position, or that may have been sent, after `MAX_FAILURES`. While the exchange is away the latter never ends.
 * The user is told. @returns whether it was ended
 */
export async function endOverdue(deps: EndOverdueDeps, failed: Failed): Promise<boolean> {
  const execution = await deps.executions.load(failed.work).catch(() => 'unreadable' as const);
  if (execution === 'unreadable') return abandonUnreadable(deps, failed);
  const overdue = execution && whyOverdue(execution, failed, deps.now());
  if (execution === undefined || overdue === undefined) return false;
  const reason = `${overdue}: ${tellError(failed.error)}`;
  const next = nextOrder(execution);
  const isAlarm = next === undefined ? mayExit(execution) : isGrave(next);
  const notifications = [givenUp(execution, { reason, isAlarm })];
  const { lease } = failed;
  if (next !== undefined) {
    await deps.executions.commit(lease, execution, { events: [], notifications });
    await commitChange(deps, { execution, lease, order: next }, { kind: 'gave_up', reason });
    return true;
  }
  const outcome = { status: 'expired', rule: RULE, reason } as const;
  const kept = execution.decided === undefined ? { newSignal: { id: deps.newId('sig'), denial: undefined } } : {};
  const events = [{ name: 'expired', detail: { rule: RULE, reason } }];
  await deps.executions.commit(lease, execution, { ...kept, outcome, events, notifications, ...chartOf(execution) });
  return true;
}

/** What cannot be loaded cannot be judged either: it has all the time that an exit has. */
async function abandonUnreadable({ executions }: EndOverdueDeps, { work, lease, isAway }: Failed): Promise<boolean> {
  if (isAway || work.failures + 1 < MAX_FAILURES) return false;
  const reason = `It failed ${MAX_FAILURES} times: it could not be loaded, and the log has why`;
  const title = `Alert ${work.alertId} was given up. ${reason}. Look at the exchange, and send the alert again if it still counts`;
  const notification = { kind: 'not_carried_out', severity: 'alarm', title, detail: { reason } } as const;
  await executions.abandon(lease, work, { rule: RULE, reason, notification });
  return true;
}

/** What may be told of an error: the words of one that nobody expected are for the log. */
export function tellError(error: unknown): string {
  return error instanceof AppError ? error.message : 'an unexpected error, which the log has';
}

/** The order that cannot get further. What rests on the exchange does not wait for us. */
function nextOrder({ orders }: Execution): Order | undefined {
  return orders.find(({ status }) => status === 'planned' || isUnsettled(status));
}

function whyOverdue(execution: Execution, { work, isAway }: Failed, now: Date): string | undefined {
  const next = nextOrder(execution);
  const isPatient = next === undefined ? mayExit(execution) && !isAnswered(execution) : isGrave(next);
  if (!isPatient) {
    const { signal, risk, alert } = execution;
    return maxAlertAge({ limits: risk.limits, signal, now, ...alertAge(alert) })?.reason;
  }
  if (isAway || work.failures + 1 < MAX_FAILURES) return undefined;
  return `It failed ${MAX_FAILURES} times`;
}

/** All that is left of it is an entry that waited for an answer. */
const isAnswered = ({ decided }: Execution): boolean => decided?.hold !== undefined;

/** An exit, or what may have been sent: not to be given up lightly. */
const isGrave = ({ reduceOnly, status }: Order): boolean => reduceOnly || status !== 'planned';

function givenUp(
  { account, market, symbol, signal }: Execution,
  { reason, isAlarm }: { reason: string; isAlarm: boolean },
): NewNotification {
  const what = `"${signal.intent}" of ${symbol} (${market}) on account ${account.name} was given up`;
  const then = isAlarm
    ? 'Look at the exchange, then replay the alert or close the position'
    : 'Replay the alert if it still counts';
  return {
    kind: 'not_carried_out',
    severity: isAlarm ? 'alarm' : 'warning',
    title: `${what}. ${reason}. ${then}`,
    detail: { market, symbol, intent: signal.intent, reason },
  };
}
