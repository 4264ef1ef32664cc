import { AppError } from '../../errors/app-error.ts';
import type { Market } from '../../markets/market.ts';
import { print, zero } from '../../money/decimal.ts';
import type { ExchangeOrder } from '../../orders/exchange-order.ts';
import type { Fill } from '../../orders/order.ts';
import type { Clock } from '../../time/clock.ts';
import type { LookUpOutcome } from '../exchange.ts';
import type { BinanceClient } from './client.ts';
import { type OrderReport, toExchangeOrder } from './report.ts';
import { type TradeReport, toFill } from './trade-report.ts';
import type { Span, Venue } from './venue.ts';

export type LookUpDeps = { client: BinanceClient; venue: Venue; now: Clock };
export type Sought = { market: Market; symbol: string; clientOrderId: string; submittedAt: Date | undefined };

const CLOCK_SLACK_MS = 2_000;
/** More foreign trades than this in one look are not gone through. */
const MAX_STRANGERS = 20;
/** What is unclear for so long stays so: what the copies of the exchange lag behind is seconds. */
const UNCLEAR_FOR_MS = 60_000;

/**
 * What the exchange has under an id. A request is worthless once its window is over, and the engine answers in its time or not
 * at all; before that is past "not found" is no news, because the look-up reads a copy that lags behind. After it, the account's
 * orders and trades of that time are gone through as well: one copy may know what the other does not yet.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#timing-security
 */
export async function lookUpOrder(deps: LookUpDeps, sought: Sought): Promise<LookUpOutcome> {
  const { symbol, clientOrderId, submittedAt } = sought;
  const settledAfterMs = deps.client.settledAfterMs + CLOCK_SLACK_MS;
  const report = await deps.venue.find(symbol, clientOrderId);
  if (report !== undefined) return { status: 'found', order: await withFills(deps.venue, report) };
  const ageMs = submittedAt === undefined ? 0 : deps.now().getTime() - submittedAt.getTime();
  if (submittedAt === undefined || ageMs < settledAfterMs) return { status: 'not_found', isFinal: false };
  const evidence = await searchHistory(deps, { ...sought, submittedAt });
  if (evidence === 'none') return { status: 'not_found', isFinal: true };
  if (evidence === 'unclear')
    return ageMs < settledAfterMs + UNCLEAR_FOR_MS ? { status: 'not_found', isFinal: false } : { status: 'unclear' };
  return { status: 'found', order: await withFills(deps.venue, evidence) };
}

/**
 * The order with its trades, asked for only when it has some. What is decided next is decided on what is held, so an order of which
 * a part is not shown yet is not known at all. @throws AppError `exchange_unavailable` until all of it is
 */
export async function withFills(
  venue: Venue,
  report: OrderReport,
  known: readonly TradeReport[] = [],
): Promise<ExchangeOrder> {
  const shown = known.reduce((total, { quantity }) => total.plus(quantity), zero);
  if (shown.gte(report.filledQuantity)) return toExchangeOrder(report, known.map(toFill));
  const order = toExchangeOrder(report, await fillsOf(venue, report.symbol, report.exchangeOrderId));
  if (order.filledQuantity.gte(report.filledQuantity)) return order;
  const what = `Cannot tell what order ${report.clientOrderId} has filled`;
  const told = `Binance says ${print(report.filledQuantity)} and shows trades of ${print(order.filledQuantity)}`;
  throw new AppError('exchange_unavailable', `${what}: ${told}`);
}

export async function fillsOf(venue: Venue, symbol: string, exchangeOrderId: string): Promise<Fill[]> {
  return (await venue.tradesOf(symbol, exchangeOrderId)).map(toFill);
}

type Evidence = OrderReport | 'none' | 'unclear';

async function searchHistory(
  { client, venue }: LookUpDeps,
  { market, symbol, clientOrderId, submittedAt }: Sought & { submittedAt: Date },
): Promise<Evidence> {
  const sentMs = client.serverTimeAt(market, submittedAt);
  const span: Span = {
    from: new Date(Math.max(0, sentMs - CLOCK_SLACK_MS)),
    to: new Date(sentMs + client.settledAfterMs + CLOCK_SLACK_MS),
  };
  const orders = await venue.ordersWithin(symbol, span);
  const own = orders.find((order) => order.clientOrderId === clientOrderId);
  if (own !== undefined) return own;
  const listed = new Set(orders.map(({ exchangeOrderId }) => exchangeOrderId));
  const traded = new Set((await venue.tradesWithin(symbol, span)).map(({ exchangeOrderId }) => exchangeOrderId));
  const strangers = [...traded].filter((id) => !listed.has(id));
  if (strangers.length > MAX_STRANGERS) return 'unclear';
  for (const id of strangers) {
    const order = await venue.findById(symbol, id);
    if (order === undefined) return 'unclear';
    if (order.clientOrderId === clientOrderId) return order;
  }
  return 'none';
}
