import {
  aboveMaximum,
  aheadOfServer,
  invalidValue,
  missingParameter,
  outsideEngineWindow,
  outsideWindow,
} from './errors.ts';
import type { MarketName } from './market-name.ts';

const DEFAULT_WINDOW_MS = 5_000;
const MAX_WINDOW_MS = 60_000;
const AHEAD_MS = 1_000;
const MICROSECONDS = /^\d{16}$/;
const MILLISECONDS = /^\d{13}$/;
const SPOT_WINDOW = /^\d{1,5}(?:\.\d{1,3})?$/;
const USDM_WINDOW = /^\d{1,5}$/;

/** When a request was written and how long it may live, in milliseconds. */
export type RequestTiming = { timestampMs: number; windowMs: number };

/** Spot takes microseconds too and a window with three decimals; USD-M knows whole milliseconds only. */
export function readTiming(market: MarketName, values: ReadonlyMap<string, string>): RequestTiming {
  const timestamp = values.get('timestamp');
  if (timestamp === undefined) throw missingParameter('timestamp');
  const isMicro = market === 'spot' && MICROSECONDS.test(timestamp);
  if (!isMicro && !MILLISECONDS.test(timestamp)) throw missingParameter('timestamp');
  const timestampMs = Number(timestamp) / (isMicro ? 1_000 : 1);
  const window = values.get('recvWindow');
  if (window === undefined) return { timestampMs, windowMs: DEFAULT_WINDOW_MS };
  if (!(market === 'spot' ? SPOT_WINDOW : USDM_WINDOW).test(window)) throw invalidValue('recvWindow');
  const windowMs = Number(window);
  if (windowMs > MAX_WINDOW_MS) throw aboveMaximum('recvWindow', MAX_WINDOW_MS);
  return { timestampMs, windowMs };
}

/**
 * The first look at the clock, when the request comes in.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#timing-security
 */
export function checkArrival({ timestampMs, windowMs }: RequestTiming, nowMs: number): void {
  if (timestampMs >= nowMs + AHEAD_MS) throw aheadOfServer();
  if (nowMs - timestampMs > windowMs) throw outsideWindow();
}

/** The second look, in front of the matching engine: what waited too long inside must not execute any more. */
export function checkBeforeEngine(market: MarketName, { timestampMs, windowMs }: RequestTiming, nowMs: number): void {
  if (nowMs - timestampMs > windowMs) throw market === 'spot' ? outsideWindow() : outsideEngineWindow();
}
