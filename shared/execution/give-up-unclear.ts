import { type CommitChangeDeps, type CommitChangeInput, commitChange } from './commit-change.ts';

const REASON =
  'Whether the exchange has the order cannot be told: too many other orders were filled in the same moment';

/**
 * Gives up an order of which nobody can tell whether the exchange has it. It is never sent again; a comparison of the books finds
 * what it filled, and until then a person has to look.
 */
export async function giveUpUnclear(deps: CommitChangeDeps, given: CommitChangeInput): ReturnType<typeof commitChange> {
  const { execution, lease, order } = given;
  const { account, market, symbol } = execution;
  const what = `Order ${order.clientOrderId} (${order.purpose}, ${order.side} ${symbol}, ${market}) of account ${account.name}`;
  const title = `${what} was given up. ${REASON}. Look for it on the exchange, and cancel or close there what you do not want`;
  const detail = { market, symbol, orderId: order.id, clientOrderId: order.clientOrderId, reason: REASON };
  const notifications = [{ kind: 'order_unclear', severity: 'alarm', title, detail }] as const;
  await deps.executions.commit(lease, execution, { events: [], notifications });
  return commitChange(deps, given, { kind: 'gave_up', reason: REASON });
}
