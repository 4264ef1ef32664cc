import { type CandleSeries, lengthMsOf } from './candle.ts';
import { type CandleSpan, MAX_CANDLES } from './candle-source.ts';
import type { Coverage } from './store.ts';

/** Past its end by this much on our clock a candle counts as over on the exchange's. */
const SLACK_MS = 2_000;
const DAY_MS = 86_400_000;

export type Planned = { span: CandleSpan; coverage: Coverage };
export type PlanInput = { interval: CandleSeries['interval']; coverage: Coverage | undefined; now: Date; days: number };

/** The oldest candle that is kept began then: on a day's beginning, so that forgetting is a matter of once a day. */
export function keptSince(now: Date, days: number): Date {
  return new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - days * DAY_MS);
}

/**
 * What to ask for next of one series, and what it will cover then; undefined when all is there. The newest comes first; after
 * that each span adjoins what is covered, so that no gap can stay. The last candle that was kept is read once more with the
 * next: should it have been read too early, it is put right.
 */
export function planSpan({ interval, coverage, now, days }: PlanInput): Planned | undefined {
  const lengthMs = lengthMsOf(interval);
  const pageMs = MAX_CANDLES * lengthMs;
  const since = keptSince(now, days).getTime();
  const until = Math.floor((now.getTime() - SLACK_MS) / lengthMs) * lengthMs;
  const known = coverage !== undefined && coverage.until.getTime() > since ? coverage : undefined;
  if (known === undefined) return planned({ from: Math.max(since, until - pageMs), until }, undefined);
  if (known.until.getTime() < until) {
    const from = known.until.getTime() - lengthMs;
    return planned({ from, until: Math.min(until, from + pageMs) }, known);
  }
  if (known.from.getTime() <= since) return undefined;
  return planned({ from: Math.max(since, known.from.getTime() - pageMs), until: known.from.getTime() }, known);
}

function planned(span: { from: number; until: number }, known: Coverage | undefined): Planned {
  const from = Math.min(span.from, known?.from.getTime() ?? span.from);
  const until = Math.max(span.until, known?.until.getTime() ?? span.until);
  return {
    span: { from: new Date(span.from), until: new Date(span.until) },
    coverage: { from: new Date(from), until: new Date(until) },
  };
}
