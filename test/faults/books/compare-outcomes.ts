import type { Findings } from './compare-orders.ts';
import type { OurAlert, OurBooks, OurOrder } from './our-books.ts';

const WITH_REASON = ['denied', 'rejected', 'expired', 'no_op', 'not_understood', 'conflict'];
const RESTING = ['open', 'partially_filled'];

/** Every alert has come to something that is said, and its orders to the same. */
export function compareOutcomes(ours: OurBooks, findings: Findings): void {
  for (const { lane, kind, last_error } of ours.work)
    findings.unfinished.push(`${kind} is left in ${lane}: ${last_error ?? 'not begun'}`);
  const orders = Map.groupBy(
    ours.orders.filter(({ purpose }) => purpose !== 'protect'),
    (order) => order.alert_id,
  );
  for (const alert of ours.alerts) {
    const problem = problemOf(alert, orders.get(alert.id) ?? []);
    if (problem !== undefined) findings.unfinished.push(`alert ${alert.id} is ${alert.status} ${problem}`);
  }
}

function problemOf({ status, reason, is_over }: OurAlert, orders: readonly OurOrder[]): string | undefined {
  const has = (...statuses: string[]): boolean => orders.some((order) => statuses.includes(order.status));
  const told = orders.map((order) => order.status).join(', ') || 'no order';
  if (!is_over) return status === 'working' && has(...RESTING) ? undefined : `and not over, with ${told}`;
  if (WITH_REASON.includes(status) && reason === null) return 'without a reason';
  const fits: Record<string, boolean> = {
    filled: orders.length > 0 && orders.every((order) => order.status === 'filled'),
    partially_filled: orders.some(({ filled_quantity }) => Number(filled_quantity) > 0),
    rejected: has('rejected'),
    canceled: has('canceled'),
    expired: has('expired'),
    no_op: orders.length === 0,
  };
  return (fits[status] ?? true) ? undefined : `with ${told}`;
}
