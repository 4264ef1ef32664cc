import type { NewId } from '../ids/new-id.ts';
import { zero } from '../money/decimal.ts';
import { clientOrderIdOf } from '../orders/client-order-id.ts';
import type { OrderTerms } from '../orders/order.ts';
import { exitSide } from '../protection/level-price.ts';
import type { KeptProtection, ProtectiveLeg } from '../protection/plan.ts';
import type { Clock } from '../time/clock.ts';
import type { Execution, NewOrder } from './store.ts';

export type Protected = { execution: Execution; kept: KeptProtection };
/** `pairId`: shared by the two legs of a pair. */
export type Leg = {
  leg: Omit<ProtectiveLeg, 'terms'> & { terms: OrderTerms };
  step: number;
  pairId: string | undefined;
};

/** A leg as an order of the signal that brought the plan, about to be sent. */
export function protectiveOrder(
  deps: { now: Clock; newId: NewId },
  { execution, kept }: Protected,
  { leg, step, pairId }: Leg,
): NewOrder {
  const at = deps.now();
  const signalId = execution.decided?.signalId ?? kept.id;
  return {
    ...leg.terms,
    id: deps.newId('ord'),
    userId: execution.alert.userId,
    accountId: execution.account.id,
    strategyId: execution.strategy.id,
    alertId: execution.alert.id,
    signalId,
    step,
    clientOrderId: clientOrderIdOf(signalId, step),
    market: execution.market,
    symbol: execution.symbol,
    side: exitSide(kept),
    quantity: leg.quantity,
    reduceOnly: true,
    purpose: 'protect',
    status: 'submitting',
    filledQuantity: zero,
    notional: zero,
    protects: { level: leg.level, ...(pairId === undefined ? {} : { pairId }) },
    createdAt: at,
    submittedAt: at,
    updatedAt: at,
  };
}
