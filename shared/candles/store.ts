import type { Candle, CandleSeries, Interval, TradedSymbol } from './candle.ts';

/** Everything that the exchange has from `from` on and before `until` was asked for; what is not there never was. */
export type Coverage = { from: Date; until: Date };
export type KeptSeries = { coverage?: Coverage; notListedAt?: Date };

export type CandleRequest = TradedSymbol & { interval: Interval; limit: number; before?: Date };
/** Newest first. `nextBefore` where there are older ones. */
export type CandlePage = { candles: Candle[]; nextBefore?: Date };

export interface CandleStore {
  /** Symbols that are traded now, those with an open position first, then by their latest order, then those that may be traded. */
  tradedSymbols(limit: number): Promise<TradedSymbol[]>;
  find(series: CandleSeries): Promise<KeptSeries>;
  /** Keeps candles together with what they cover; one that is there already is replaced. */
  keep(series: CandleSeries, candles: readonly Candle[], coverage: Coverage): Promise<void>;
  noteNotListed(series: CandleSeries, at: Date): Promise<void>;
  /** Forgets what began before `before`, of every symbol. */
  forget(interval: CandleSeries['interval'], before: Date): Promise<void>;
  list(request: CandleRequest): Promise<CandlePage>;
}
