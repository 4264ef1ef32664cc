import type { PlaceOutcome } from '../exchanges/exchange.ts';
import type { OrderChange } from './order-change.ts';

/** What the answer of an exchange does to an order. */
export function outcomeChange(outcome: PlaceOutcome): OrderChange {
  switch (outcome.status) {
    case 'accepted':
      return { kind: 'answered', order: outcome.order };
    case 'rejected':
      return { kind: 'rejected', code: outcome.code, message: outcome.message };
    case 'not_executed':
      return { kind: 'postponed', reason: outcome.message };
    case 'unknown':
      return unknown(outcome);
  }
}

function unknown({ message, exchangeOrderId }: Extract<PlaceOutcome, { status: 'unknown' }>): OrderChange {
  return { kind: 'unknown', reason: message, ...(exchangeOrderId === undefined ? {} : { exchangeOrderId }) };
}
