import type { Candle, CandleSeries } from './candle.ts';

/** From `from` on, before `until`: both are the beginnings of candles. At most `MAX_CANDLES`. */
export type CandleSpan = { from: Date; until: Date };
export const MAX_CANDLES = 1_000;

/** Where candles come from. */
export interface CandleSource {
  /**
   * Candles that began within the span, oldest first; none where nothing was traded. `not_listed`: the exchange has no such symbol.
   * @throws AppError `exchange_unavailable` when it cannot be asked
   */
  candles(series: CandleSeries, span: CandleSpan): Promise<Candle[] | 'not_listed'>;
}
