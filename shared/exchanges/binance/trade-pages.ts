import type { RequestParams } from './sign-request.ts';
import type { TradeReport } from './trade-report.ts';
import type { Span } from './venue.ts';

const PAGE = 1_000;
const LIMIT = String(PAGE);

type AskPage = (page: RequestParams) => Promise<TradeReport[]>;

/** All trades of one order, page after page. */
export async function tradesByOrder(askPage: AskPage): Promise<TradeReport[]> {
  const all: TradeReport[] = [];
  for (let page = await askPage({ limit: LIMIT }); ; page = await askPage({ limit: LIMIT, fromId: after(all) })) {
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

/** All trades of a span, in windows that are as long as the exchange allows, oldest first. */
export async function tradesByTime(askPage: AskPage, { from, to }: Span, windowMs: number): Promise<TradeReport[]> {
  const all = new Map<string, TradeReport>();
  let startMs = from.getTime();
  while (startMs <= to.getTime()) {
    const endMs = Math.min(startMs + windowMs, to.getTime());
    const page = await askPage({ startTime: String(startMs), endTime: String(endMs), limit: LIMIT });
    for (const trade of page) all.set(trade.tradeId, trade);
    const last = page.at(-1)?.filledAt.getTime();
    // A full page may have left some of its last millisecond behind, so that one is asked for again.
    startMs = page.length === PAGE && last !== undefined && last > startMs ? last : endMs + 1;
  }
  return [...all.values()];
}

function after(trades: readonly TradeReport[]): string {
  return String(BigInt(trades.at(-1)?.tradeId ?? '0') + 1n);
}
