import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What is kept; everything else is made of it. */
export const KEPT_INTERVALS = ['1m', '1h'] as const;
export type KeptInterval = (typeof KEPT_INTERVALS)[number];

/** What may be asked for: how long one candle is, and of which kept ones it is made. All of them begin on the UTC clock. */
export const INTERVALS = {
  '1m': { lengthMs: MINUTE_MS, of: '1m' },
  '5m': { lengthMs: 5 * MINUTE_MS, of: '1m' },
  '15m': { lengthMs: 15 * MINUTE_MS, of: '1m' },
  '1h': { lengthMs: HOUR_MS, of: '1h' },
  '4h': { lengthMs: 4 * HOUR_MS, of: '1h' },
  '1d': { lengthMs: 24 * HOUR_MS, of: '1h' },
} as const satisfies Record<string, { lengthMs: number; of: KeptInterval }>;
export type Interval = keyof typeof INTERVALS;
export const INTERVAL_NAMES = ['1m', '5m', '15m', '1h', '4h', '1d'] as const satisfies readonly Interval[];

export const lengthMsOf = (interval: Interval): number => INTERVALS[interval].lengthMs;

/** One that is over: it says what happened from `openAt` until its interval had passed, and changes no more. */
export type Candle = {
  openAt: Date;
  open: Decimal;
  high: Decimal;
  low: Decimal;
  close: Decimal;
  /** In base. */
  volume: Decimal;
  quoteVolume: Decimal;
  trades: number;
};

export const CANDLE_EXCHANGE = 'binance';

/** What candles are of. They are the live market's, and belong to no user. */
export type TradedSymbol = { market: Market; symbol: string };
export type CandleSeries = TradedSymbol & { interval: KeptInterval };
