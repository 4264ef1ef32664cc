import type { NewNotification } from '../notifications/notification.ts';
import type { Order } from '../orders/order.ts';
import { isResting } from '../orders/order.ts';
import type { KeptProtection, Unprotected } from '../protection/plan.ts';
import type { Lease } from '../queue/work.ts';
import type { Clock } from '../time/clock.ts';
import type { Execution, ExecutionStore } from './store.ts';

export type TellUnprotectedDeps = { executions: ExecutionStore; now: Clock };

type Guarded = { execution: Execution; lease: Lease; kept: KeptProtection };
/** `problems` may pass, and are worth another look soon; what is `unprotected` cannot stand at all. */
type Found = { problems: readonly string[]; unprotected: readonly Unprotected[] };

/** How long a position may be without what should protect it before somebody is told. */
const ALARM_AFTER_MS = 10_000;

/**
 * Keeps how it went. What cannot stand is told once; what should stand and does not, when it has been missing for too long.
 * @returns why it has to be looked at again soon, if so
 */
export async function tellUnprotected(
  { executions, now }: TellUnprotectedDeps,
  { execution, lease, kept }: Guarded,
  { problems, unprotected }: Found,
): Promise<string | undefined> {
  const reason = [...problems, ...unprotected.map((one) => one.reason)].join('; ') || undefined;
  const at = now();
  const since = reason === undefined ? undefined : (kept.unprotectedSince ?? at);
  const isLate = since !== undefined && at.getTime() - since.getTime() >= ALARM_AFTER_MS;
  const isAlarm = reason !== undefined && !kept.isAlarmTold && (isLate || problems.length === 0);
  const { reason: _, unprotectedSince: __, ...rest } = kept;
  await executions.commit(lease, execution, {
    events: isAlarm ? [{ name: 'position_unprotected', detail: { reason, since } }] : [],
    notifications: isAlarm ? [unprotectedAlarm(execution, reason)] : [],
    protection: {
      ...rest,
      isAlarmTold: reason !== undefined && (kept.isAlarmTold || isAlarm),
      ...(since === undefined ? {} : { unprotectedSince: since }),
      ...(reason === undefined ? {} : { reason }),
    },
  });
  return problems.length === 0 ? undefined : reason;
}

/** The exchange could not be asked: as far as is known, something is missing, or all of it stands and nothing is to be told. */
export async function tellUnseen(
  deps: TellUnprotectedDeps,
  guarded: Guarded & { orders: readonly Order[] },
  reason: string,
): Promise<void> {
  const stands = guarded.orders.some(({ status }) => isResting(status));
  if (guarded.execution.position === undefined || (stands && guarded.kept.unprotectedSince === undefined)) return;
  await tellUnprotected(deps, guarded, { problems: [reason], unprotected: [] });
}

function unprotectedAlarm({ account, market, symbol }: Execution, reason: string): NewNotification {
  return {
    kind: 'position_unprotected',
    severity: 'alarm',
    title: `The position in ${symbol} (${market}) of account ${account.name} is not protected as asked: ${reason}`,
    detail: { market, symbol, reason },
  };
}
