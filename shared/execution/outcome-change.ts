import type { PlaceOutcome } from '../exchanges/exchange.ts';
import type { OrderChange } from './order-change.ts';

const LEAST_RETRY_MS = 100;
/** An exchange that asks for more is asked sooner: what holds requests back in its name costs it nothing, and an exit waits behind. */
const MOST_RETRY_MS = 60_000;

/** When to ask again: as the exchange says, within reason. */
export function retryDelayMs(retryAfterMs: number): number {
  return Math.min(Math.max(Math.ceil(retryAfterMs), LEAST_RETRY_MS), MOST_RETRY_MS);
}

/** What the answer of an exchange does to an order. */
export function outcomeChange(outcome: PlaceOutcome): OrderChange {
  switch (outcome.status) {
    case 'accepted':
      return { kind: 'answered', order: outcome.order };
    case 'rejected':
      return { kind: 'rejected', code: outcome.code, message: outcome.message };
    case 'not_executed':
      return {
        ...{ kind: 'postponed', reason: outcome.message },
        ...(outcome.retryAfterMs === undefined ? {} : { retryAfterMs: retryDelayMs(outcome.retryAfterMs) }),
      };
    case 'unknown':
      return unknown(outcome);
  }
}

function unknown({ message, exchangeOrderId }: Extract<PlaceOutcome, { status: 'unknown' }>): OrderChange {
  return { kind: 'unknown', reason: message, ...(exchangeOrderId === undefined ? {} : { exchangeOrderId }) };
}
