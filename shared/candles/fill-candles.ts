import type { Market } from '../markets/market.ts';
import type { Clock } from '../time/clock.ts';
import { type CandleSeries, KEPT_INTERVALS, type KeptInterval } from './candle.ts';
import type { CandleSource } from './candle-source.ts';
import { keptSince, planSpan } from './plan-span.ts';
import type { CandleStore, KeptSeries } from './store.ts';

export type FillCandlesDeps = { candles: CandleStore; source: CandleSource; now: Clock };
export type FillLimits = {
  /** Symbols that candles are kept of. */
  symbols: number;
  /** Markets that are not to be asked now. */
  except?: readonly Market[];
  days: Readonly<Record<KeptInterval, number>>;
};

/** What came of it for each market that was asked: why it could not be, or undefined where it could. */
export type Filled = { requests: number; kept: number; asked: Map<Market, unknown> };

/** A request weighs 2 on spot and at most 5 on USD-M, of 6,000 and 2,400 a minute. */
const MAX_REQUESTS = 40;
const MAX_MS = 15_000;
const ASK_AGAIN_AFTER_MS = 86_400_000;

/**
 * Brings the candles of the symbols that are traded up to date, then goes on into the past as far as they are kept. What is left
 * when requests or time are up is left to the next minute. A market that cannot be asked is left alone at its first failure.
 */
export async function fillCandles(deps: FillCandlesDeps, limits: FillLimits): Promise<Filled> {
  const filled: Filled = { requests: 0, kept: 0, asked: new Map() };
  if (limits.symbols === 0) return filled;
  const startedAtMs = deps.now().getTime();
  for (const interval of KEPT_INTERVALS)
    await deps.candles.forget(interval, keptSince(deps.now(), limits.days[interval]));
  let open = await openSeries(deps, limits);
  while (open.length > 0) {
    const left: Open[] = [];
    for (const one of open) {
      const isOver = filled.requests >= MAX_REQUESTS || deps.now().getTime() - startedAtMs >= MAX_MS;
      if (isOver) return filled;
      if (filled.asked.get(one.series.market) !== undefined) continue;
      if (await fillOnce(deps, limits, { one, filled })) left.push(one);
    }
    open = left;
  }
  return filled;
}

type Open = { series: CandleSeries; kept: KeptSeries };

async function openSeries({ candles, now }: FillCandlesDeps, { symbols, except = [] }: FillLimits): Promise<Open[]> {
  const traded = (await candles.tradedSymbols(symbols)).filter(({ market }) => !except.includes(market));
  const all: Open[] = [];
  for (const interval of KEPT_INTERVALS)
    for (const symbol of traded) {
      const series = { ...symbol, interval };
      all.push({ series, kept: await candles.find(series) });
    }
  const askAgain = now().getTime() - ASK_AGAIN_AFTER_MS;
  return all.filter(({ kept: { notListedAt } }) => notListedAt === undefined || notListedAt.getTime() < askAgain);
}

/** @returns whether there may be more to ask for */
async function fillOnce(
  { candles, source, now }: FillCandlesDeps,
  { days }: FillLimits,
  { one, filled }: { one: Open; filled: Filled },
): Promise<boolean> {
  const { series } = one;
  const { interval } = series;
  const plan = planSpan({ interval, coverage: one.kept.coverage, now: now(), days: days[interval] });
  if (plan === undefined) return false;
  filled.requests += 1;
  const found = await source.candles(series, plan.span).catch((error: unknown) => ({ away: error ?? 'unknown' }));
  if (typeof found === 'object' && 'away' in found) {
    filled.asked.set(series.market, found.away);
    return false;
  }
  filled.asked.set(series.market, undefined);
  if (found === 'not_listed') {
    await candles.noteNotListed(series, now());
    return false;
  }
  await candles.keep(series, found, plan.coverage);
  filled.kept += found.length;
  one.kept = { coverage: plan.coverage };
  return true;
}
