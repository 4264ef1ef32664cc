import type { Exchange, OrderFill } from '../exchanges/exchange.ts';
import type { Market } from '../markets/market.ts';
import type { Finding } from './finding.ts';
import type { EndedOrder, ReconciliationStore, Whose } from './store.ts';

export type FindMissedDeps = { reconciliations: ReconciliationStore; exchange: Exchange };

export type FindMissed = {
  account: Whose;
  findings: readonly Finding[];
  resting: readonly Place[];
  /** What ended before was compared already. */
  since: Date;
  /** When the exchange was asked what rests there. */
  askedAt: Date;
  now: Date;
};

type Place = { market: Market; symbol: string; clientOrderId: string };

/** A position that differs may do so because of a trade that older comparisons could not tell from work under way. */
const LOOK_BACK_MS = 24 * 3_600_000;
/** Clocks differ, and a trade is told later than it happens. */
const OVERLAP_MS = 5 * 60_000;
const MAX_LOOK_UPS = 20;
/** What ended here a moment before may rest in the answer of the exchange still. */
const SETTLES_IN_MS = 5_000;

/**
 * Our orders of which the exchange knows more than we do: gone there, resting there although ended here, or with trades that we
 * have not. @returns their client order ids, to be looked up as resting orders are
 */
export async function findMissed(deps: FindMissedDeps, input: FindMissed): Promise<string[]> {
  const { account, findings, now } = input;
  const ofKind = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind);
  const marked = ofKind('unknown_order').flatMap((one) => ('clientOrderId' in one ? one.clientOrderId : []));
  const settled = input.askedAt.getTime() - SETTLES_IN_MS;
  const ofMark = marked.length === 0 ? [] : await deps.reconciliations.endedOf(account, marked);
  const revived = ofMark.filter(({ endedAt }) => endedAt.getTime() <= settled);
  const missing = ofKind('missing_order').flatMap((one) => ('clientOrderId' in one ? one.clientOrderId : []));
  const differing = ofKind('position_differs');
  const recent = new Date(input.since.getTime() - OVERLAP_MS);
  const back = new Date(Math.min(recent.getTime(), now.getTime() - LOOK_BACK_MS));
  const ended = await deps.reconciliations.endedSince(account, differing.length === 0 ? recent : back);
  const places = new Map<string, { market: Market; symbol: string; since: Date }>();
  for (const { market, symbol } of ended.filter(({ isFilled, endedAt }) => !isFilled && endedAt >= recent))
    places.set(`${market}:${symbol}`, { market, symbol, since: recent });
  for (const { market, symbol } of differing) places.set(`${market}:${symbol}`, { market, symbol, since: back });
  const traded: string[] = [];
  for (const place of places.values()) traded.push(...(await missedIn(deps, { ...input, ended }, place)));
  return [...new Set([...missing, ...revived.map(({ clientOrderId }) => clientOrderId), ...traded])];
}

async function missedIn(
  { reconciliations, exchange }: FindMissedDeps,
  { account, resting, ended }: FindMissed & { ended: readonly EndedOrder[] },
  { market, symbol, since }: { market: Market; symbol: string; since: Date },
): Promise<string[]> {
  const trades = await exchange.fillsSince(market, symbol, since);
  const known = await reconciliations.tradesSince(account, { market, symbol, since });
  const missed = trades.filter(({ exchangeTradeId }) => !known.has(exchangeTradeId));
  if (missed.length === 0) return [];
  const here = (order: { market: Market; symbol: string }): boolean =>
    order.market === market && order.symbol === symbol;
  const ours = await ownersOf(exchange, missed, ended.filter(here));
  return [...resting.filter(here).map(({ clientOrderId }) => clientOrderId), ...ours];
}

/** By the exchange's own id where we learned it, and else by asking for ours. Trades made by hand have no owner here. */
async function ownersOf(
  exchange: Exchange,
  missed: readonly OrderFill[],
  ended: readonly EndedOrder[],
): Promise<string[]> {
  const orders = new Set(missed.map(({ exchangeOrderId }) => exchangeOrderId));
  const isKnown = ({ exchangeOrderId }: EndedOrder): boolean =>
    exchangeOrderId !== undefined && orders.has(exchangeOrderId);
  const owners = ended.filter(isKnown);
  const rest = ended.filter((order) => !isKnown(order) && !order.isFilled).slice(0, MAX_LOOK_UPS);
  if (new Set(owners.map(({ exchangeOrderId }) => exchangeOrderId)).size === orders.size) return idsOf(owners);
  for (const order of rest) {
    const { market, symbol, clientOrderId, submittedAt } = order;
    const found = await exchange.lookUp(market, symbol, clientOrderId, submittedAt);
    if (found.status === 'found' && orders.has(found.order.exchangeOrderId)) owners.push(order);
  }
  return idsOf(owners);
}

const idsOf = (orders: readonly EndedOrder[]): string[] => orders.map(({ clientOrderId }) => clientOrderId);
