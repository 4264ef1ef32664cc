import type { AlertStatus } from '../alerts/alert.ts';
import { isClosed, isResting, type Order } from '../orders/order.ts';

/** `working` covers a signal whose orders rest on the exchange; the rest is final, and means what it means for an alert. */
export type SignalStatus = Exclude<AlertStatus, 'accepted' | 'held' | 'not_understood' | 'conflict'>;

/** After one of these, later steps of the alert that would enter are not carried out. */
export const FAILED_STATUSES: readonly SignalStatus[] = ['denied', 'rejected', 'expired', 'canceled'];

export type SignalOutcome = { status: SignalStatus; rule?: string; reason?: string };

/** What was decided against, where a part of the signal was carried out all the same. */
export type PartialDenial = { rule: string; reason: string } | undefined;

/**
 * What a signal has come to, from its orders. `working` once all that is left rests on the exchange; undefined while
 * something is still to be asked. An order that was not filled ends those that were to follow it.
 */
export function outcomeOf(orders: readonly Order[], denial: PartialDenial): SignalOutcome | undefined {
  const failed = orders.find((order) => isClosed(order.status) && order.status !== 'filled');
  if (failed !== undefined) return failureOf(orders, failed);
  if (orders.every((order) => order.status === 'filled'))
    return denial ? { status: 'denied', ...denial } : { status: 'filled' };
  return orders.every((order) => order.status === 'filled' || isResting(order.status))
    ? { status: 'working' }
    : undefined;
}

function failureOf(orders: readonly Order[], failed: Order): SignalOutcome {
  const reason = failed.reason === undefined ? {} : { reason: failed.reason };
  if (failed.status === 'rejected') return { status: 'rejected', ...reason };
  if (orders.some((order) => order.filledQuantity.gt('0'))) return { status: 'partially_filled', ...reason };
  return { status: failed.status === 'expired' ? 'expired' : 'canceled', ...reason };
}

/** From most to least worth a look: an alert of several steps is as good as its worst one. */
const SEVERITY: readonly SignalStatus[] = [
  'working',
  'rejected',
  'denied',
  'expired',
  'canceled',
  'partially_filled',
  'filled',
  'done',
  'no_op',
];

/** What an alert has come to, once each of its `steps` has an outcome; undefined before. */
export function alertOutcomeOf(outcomes: readonly SignalOutcome[], steps: number): SignalOutcome | undefined {
  if (outcomes.length < steps) return undefined;
  return outcomes.toSorted((a, b) => SEVERITY.indexOf(a.status) - SEVERITY.indexOf(b.status))[0];
}
