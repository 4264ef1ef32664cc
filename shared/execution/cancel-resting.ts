import { AppError } from '../errors/app-error.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { ExchangeOrder } from '../orders/exchange-order.ts';
import { isClosed, type Order } from '../orders/order.ts';
import type { Lease } from '../queue/work.ts';
import type { Signal } from '../signals/signal.ts';
import { type CommitChangeDeps, commitChange } from './commit-change.ts';
import { giveUpUnclear } from './give-up-unclear.ts';
import type { OrderChange } from './order-change.ts';
import type { SignalOutcome } from './signal-outcome.ts';
import type { Execution } from './store.ts';
import type { WhichResting } from './which-resting.ts';

export type Canceled = { outcome: SignalOutcome; detail: Record<string, unknown> };

/** Cancels what rests in the signal's symbol, as far as it is meant. What was filled before stays filled. */
export async function cancelResting(
  deps: CommitChangeDeps,
  exchange: Exchange,
  { execution, lease, isMeant }: { execution: Execution; lease: Lease; isMeant: WhichResting },
): Promise<Canceled> {
  const resting = await deps.executions.resting(execution);
  const canceled: string[] = [];
  const closedBefore: string[] = [];
  for (const order of resting.filter(isMeant)) {
    const isCanceled = await cancelOrder(deps, exchange, { execution, lease, order });
    (isCanceled ? canceled : closedBefore).push(order.id);
  }
  if (canceled.length + closedBefore.length > 0)
    return { outcome: { status: 'done' }, detail: { canceled, closedBefore } };
  const reason = resting.length === 0 ? 'No order rests on the exchange' : notNamed(execution.signal, resting.length);
  return { outcome: { status: 'no_op', rule: 'nothing_to_cancel', reason }, detail: {} };
}

function notNamed({ orderSide, orderTag }: Signal, count: number): string {
  const names = [orderSide && `side "${orderSide}"`, orderTag && `tag "${orderTag}"`].filter(Boolean).join(' and ');
  return `None of the ${count} orders that rest is meant${names === '' ? '' : `: none has ${names}`}`;
}

/** The order may be another alert's: what it comes to is that one's. @returns whether it was still open */
export async function cancelOrder(
  deps: CommitChangeDeps,
  exchange: Exchange,
  { execution, lease, order }: { execution: Execution; lease: Lease; order: Order },
): Promise<boolean> {
  const owner = await deps.executions.ownerOf(execution, order);
  if (owner === undefined) throw new Error(`Cannot cancel order ${order.id}: the alert that it belongs to is gone`);
  const answer = await exchange.cancel(order.market, order.symbol, order.clientOrderId);
  const change = answer.status === 'not_found' ? await whyUnknown(exchange, order) : answered(answer.order);
  if (change === 'unclear') await giveUpUnclear(deps, { execution: owner, lease, order });
  else await commitChange(deps, { execution: owner, lease, order }, change);
  return answer.status === 'canceled';
}

const answered = (order: ExchangeOrder): OrderChange => ({ kind: 'answered', order });

/**
 * What the exchange reads lags behind what it has: an order that it does not know now may stand all the same, and is given up only
 * with the patience of a look-up. @throws AppError `exchange_unavailable` while that is not over
 */
async function whyUnknown(exchange: Exchange, order: Order): Promise<OrderChange | 'unclear'> {
  const { market, symbol, clientOrderId, submittedAt } = order;
  const found = await exchange.lookUp(market, symbol, clientOrderId, submittedAt);
  if (found.status === 'unclear') return 'unclear';
  if (found.status === 'not_found' && found.isFinal)
    return { kind: 'gave_up', reason: 'The exchange does not know the order' };
  if (found.status === 'found' && isClosed(found.order.status)) return answered(found.order);
  throw new AppError('exchange_unavailable', `Cannot cancel order ${order.id}: the exchange does not know it yet`);
}
