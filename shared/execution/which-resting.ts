import type { Order } from '../orders/order.ts';
import type { Signal } from '../signals/signal.ts';
import { closedSides } from './closed-sides.ts';
import { isSwitch } from './decide-switch.ts';
import type { Decision } from './decision.ts';
import type { Execution } from './store.ts';

/** Which of the orders that rest in a signal's symbol. */
export type WhichResting = (order: Order) => boolean;
type On = Pick<Execution, 'signal' | 'strategy' | 'market'>;

const none: WhichResting = () => false;

/** What protects a position goes with the position, and with nothing else. */
export const isNoProtection: WhichResting = ({ purpose }) => purpose !== 'protect';

/** Those that a `cancel_orders` names: the one by its id, those of a side, those with a tag; without a name all of them. */
export function namedBy({ extras, orderSide, orderTag }: Signal): WhichResting {
  return (order) =>
    isNoProtection(order) &&
    (extras.orderId === undefined || order.id === extras.orderId) &&
    (orderSide === undefined || order.side === orderSide) &&
    (orderTag === undefined || order.tag === orderTag);
}

/** Those that the message wants gone before anything else. */
export function clearedFirst({ signal }: Pick<On, 'signal'>): WhichResting {
  return signal.cancelFirst && !signal.dryRun ? isNoProtection : none;
}

/**
 * Entries that are on their way while the signal closes what they open: else it would be decided on less than will be held. One at
 * the market that has not filled yet, and where all is closed the rest of a limit order that has filled a part.
 */
export function entriesUnderWay(on: On): WhichResting {
  const { sides, isWhole } = closedSides(on);
  return (order) => {
    const isPart = isWhole && order.status === 'partially_filled' && isOwn(on, order);
    return isEntry(order, sides) && (isImpatient(order) || isPart);
  };
}

/** The strategy's entries that rest, once there is nothing to close: later they would open what was to be left. */
export function entriesWithoutPosition(on: On): WhichResting {
  const { sides, isWhole } = closedSides(on);
  return isWhole ? (order) => isEntry(order, sides) && isOwn(on, order) : none;
}

export type Freed = { exits: boolean; protection: boolean };

/**
 * Exits that rest, of what is closed whole: they lock what it sells, and have nothing left to close. On spot every exit takes along
 * what protects the position, for the same reason; for what is left it is placed anew.
 */
export function freedBy(decision: Decision, { market }: Pick<On, 'market'>): Freed {
  const drafts = decision.kind === 'orders' ? decision.orders.map(({ draft }) => draft) : [];
  return {
    exits: drafts.some(({ purpose, type }) => purpose === 'close' && type === 'market'),
    protection: market === 'spot' && drafts.some(({ reduceOnly }) => reduceOnly),
  };
}

export function isFreed({ exits, protection }: Freed): WhichResting {
  return (order) => (isNoProtection(order) ? exits && order.reduceOnly : protection);
}

/** All that a decision cancels, but for what protects the position. */
export function canceledWith(decision: Decision, on: On): WhichResting {
  if (isSwitch(on.signal.intent)) return none;
  const isCommand = decision.kind === 'command' && decision.command === 'cancel_orders';
  const which = [
    clearedFirst(on),
    entriesUnderWay(on),
    isFreed(freedBy(decision, on)),
    ...(isCommand ? [namedBy(on.signal)] : []),
    ...(hasNothingToClose(decision) ? [entriesWithoutPosition(on)] : []),
  ];
  return (order) => isNoProtection(order) && which.some((isMeant) => isMeant(order));
}

const NOTHING_THERE: readonly string[] = ['already_flat', 'not_long', 'not_short'];

export function hasNothingToClose(decision: Decision): boolean {
  return decision.kind === 'no_op' && NOTHING_THERE.includes(decision.code);
}

/** What a signal comes to that found nothing to close, and ended what would have opened it. */
export function endedEntries(decision: Decision): Decision {
  if (!hasNothingToClose(decision)) return decision;
  const reason = 'No position was open; the entries that rested, and would have opened one, are canceled';
  const { drift } = decision;
  return { kind: 'no_op', code: 'entries_canceled', reason, ...(drift && { drift }) };
}

function isEntry({ purpose, side }: Order, sides: readonly Order['side'][]): boolean {
  return (purpose === 'open' || purpose === 'add') && sides.includes(side);
}

function isOwn({ strategy }: Pick<On, 'strategy'>, { strategyId }: Order): boolean {
  return strategyId === strategy.id;
}

/** It trades at once or never, so that it is only open for as long as the exchange takes. */
function isImpatient(order: Order): boolean {
  if (order.type === 'market') return true;
  return order.type === 'limit' && order.timeInForce !== undefined && order.timeInForce !== 'gtc';
}
