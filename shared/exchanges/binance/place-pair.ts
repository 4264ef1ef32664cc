import type { OrderRequest, PairLeg, PairOutcome, PairRequest, StopTerms, TakeProfitTerms } from '../exchange.ts';
import { lookUpOrder, withFills } from './look-up.ts';
import { findDuplicate, type PlaceDeps, placeOnVenue, toMessage } from './place-on-venue.ts';
import { readOrderAnswer } from './place-outcome.ts';
import type { SentOrder } from './sent-orders.ts';
import type { Venue } from './venue.ts';

/** A target and a stop: as one list where the exchange has such a thing, else one after the other, the stop first. */
export async function placePair(deps: PlaceDeps, request: PairRequest): Promise<PairOutcome> {
  const refusal = deps.venue.refusePair(request);
  if (refusal !== undefined) return { status: 'rejected', ...refusal };
  const { placePair: placeList } = deps.venue;
  return placeList === undefined ? placeSeparately(deps, request) : placeLinked(deps, request, placeList);
}

async function placeLinked(
  deps: PlaceDeps,
  request: PairRequest,
  placeList: NonNullable<Venue['placePair']>,
): Promise<PairOutcome> {
  const { market, symbol } = request;
  const legs = [request.takeProfit, request.stop].map(({ clientOrderId }) => ({ market, symbol, clientOrderId }));
  const before = await findSent(deps, legs, request);
  if (before !== undefined) return before;
  for (const leg of legs) deps.sent.remember(leg, deps.now());
  const { reply, read } = await placeList(request);
  const answer = readOrderAnswer(request.market, reply);
  if (answer.status === 'duplicate') return findBoth(deps, request);
  if (answer.status !== 'taken') {
    if (answer.status !== 'unknown') for (const leg of legs) deps.sent.forget(leg);
    return answer;
  }
  const pair = read(answer.body);
  if (pair === undefined) return { status: 'unknown', message: 'The answer to the pair could not be read' };
  const filled = [withFills(deps.venue, pair.takeProfit), withFills(deps.venue, pair.stop)] as const;
  const both = await Promise.all(filled).catch(toMessage);
  if (typeof both === 'string') return { status: 'unknown', message: `The pair was taken: ${both}` };
  const [takeProfit, stop] = both;
  return { status: 'placed', isLinked: true, takeProfit, stop };
}

/** @returns undefined when the pair may be sent: it never was, or both of its orders are certain not to be there */
async function findSent(
  deps: PlaceDeps,
  legs: readonly SentOrder[],
  request: PairRequest,
): Promise<PairOutcome | undefined> {
  const sought = legs.flatMap((leg) => {
    const submittedAt = deps.sent.sentAt(leg);
    return submittedAt === undefined ? [] : [{ ...leg, submittedAt }];
  });
  if (sought.length === 0) return undefined;
  const found = await Promise.all(sought.map((leg) => lookUpOrder(deps, leg))).catch(toMessage);
  if (typeof found === 'string')
    return { status: 'unknown', message: `The pair was sent already, and not found: ${found}` };
  const isGone = found.every((one) => one.status === 'not_found' && one.isFinal);
  return isGone ? undefined : findBoth(deps, request);
}

async function findBoth(deps: PlaceDeps, request: PairRequest): Promise<PairOutcome> {
  const { market, symbol } = request;
  const find = (leg: { clientOrderId: string }) => findDuplicate(deps, { market, symbol, ...leg });
  const [takeProfit, stop] = await Promise.all([find(request.takeProfit), find(request.stop)]);
  if (takeProfit.status === 'accepted' && stop.status === 'accepted')
    return { status: 'placed', isLinked: true, takeProfit: takeProfit.order, stop: stop.order };
  return { status: 'unknown', message: 'The pair was sent already, and not both of its orders are found' };
}

async function placeSeparately(deps: PlaceDeps, request: PairRequest): Promise<PairOutcome> {
  const stop = await placeOnVenue(deps, legRequest(request, request.stop));
  if (stop.status !== 'accepted') return stop;
  const takeProfit = await placeOnVenue(deps, legRequest(request, request.takeProfit));
  if (takeProfit.status !== 'accepted') return { status: 'half_placed', stop: stop.order, takeProfit };
  return { status: 'placed', isLinked: false, takeProfit: takeProfit.order, stop: stop.order };
}

function legRequest(
  { market, symbol, side, quantity, submittedAt }: PairRequest,
  leg: PairLeg<StopTerms> | PairLeg<TakeProfitTerms>,
): OrderRequest {
  const sent = submittedAt === undefined ? {} : { submittedAt };
  return { market, symbol, side, quantity, reduceOnly: true, purpose: 'protect', ...sent, ...leg };
}
