import type { OrderRequest, PlaceOutcome } from '../exchange.ts';
import { type LookUpDeps, lookUpOrder, withFills } from './look-up.ts';
import { readOrderAnswer } from './place-outcome.ts';
import type { SentOrders } from './sent-orders.ts';
import type { Placed } from './venue.ts';

export type PlaceDeps = LookUpDeps & { sent: SentOrders };

/** Sends an order once, and says what came of it. What was sent before by this process is looked up instead. Never throws. */
export async function placeOnVenue(deps: PlaceDeps, request: OrderRequest): Promise<PlaceOutcome> {
  const refusal = refuseTerms(request) ?? deps.venue.refuse(request);
  if (refusal !== undefined) return { status: 'rejected', ...refusal };
  const before = await findSent(deps, request);
  if (before !== undefined) return before;
  const outcome = await send(deps, request);
  if (outcome.status === 'rejected' || outcome.status === 'not_executed') deps.sent.forget(request);
  return outcome;
}

/** @returns undefined when it may be sent */
async function findSent(deps: PlaceDeps, request: OrderRequest): Promise<PlaceOutcome | undefined> {
  const sentAt = deps.sent.sentAt(request);
  if (sentAt === undefined) return undefined;
  const { market, symbol, clientOrderId } = request;
  const found = await lookUpOrder(deps, { market, symbol, clientOrderId, submittedAt: sentAt }).catch(toMessage);
  if (typeof found === 'string')
    return { status: 'unknown', message: `The order was sent already, and not found: ${found}` };
  if (found.status === 'found') return { status: 'accepted', order: found.order };
  if (found.status === 'not_found' && found.isFinal) return undefined;
  return { status: 'unknown', message: 'The order was sent already, and may still arrive' };
}

async function send(deps: PlaceDeps, request: OrderRequest): Promise<PlaceOutcome> {
  deps.sent.remember(request, deps.now());
  const { reply, read } = await deps.venue.place(request);
  const answer = readOrderAnswer(request.market, reply);
  switch (answer.status) {
    case 'taken': {
      const placed = read(answer.body);
      if (placed === undefined) return { status: 'unknown', message: 'The answer to the order could not be read' };
      return acceptedWith(deps, placed);
    }
    case 'duplicate':
      return findDuplicate(deps, request);
    default:
      return answer;
  }
}

/** It is taken, and counts as such only once it can be told what it has filled. */
async function acceptedWith({ venue }: PlaceDeps, { report, trades }: Placed): Promise<PlaceOutcome> {
  try {
    return { status: 'accepted', order: await withFills(venue, report, trades) };
  } catch (error) {
    const { exchangeOrderId } = report;
    return { status: 'unknown', message: `The order was taken: ${toMessage(error)}`, exchangeOrderId };
  }
}

/** The id is taken, so an order with it is open. Which one, and how far it is, only a look tells. */
export async function findDuplicate(
  deps: LookUpDeps,
  { market, symbol, clientOrderId }: Pick<OrderRequest, 'market' | 'symbol' | 'clientOrderId'>,
): Promise<PlaceOutcome> {
  const unknown = (why: string): PlaceOutcome => ({ status: 'unknown', message: `The order id is taken, and ${why}` });
  try {
    const found = await lookUpOrder(deps, { market, symbol, clientOrderId, submittedAt: undefined });
    return found.status === 'found'
      ? { status: 'accepted', order: found.order }
      : unknown('no order is found under it');
  } catch (error) {
    return unknown(toMessage(error));
  }
}

export function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : 'the exchange cannot be asked';
}

function refuseTerms(request: OrderRequest): { code: string; message: string } | undefined {
  if (request.type !== 'limit' || !request.postOnly || (request.timeInForce ?? 'gtc') === 'gtc') return undefined;
  const { timeInForce } = request;
  return { code: 'bad_order', message: `A post-only order rests: it cannot be "${timeInForce}" as well` };
}
