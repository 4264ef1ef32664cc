import type { CandleSource } from '../../candles/candle-source.ts';
import type { Clock } from '../../time/clock.ts';
import type { ExchangeBrake } from './brake.ts';
import { binanceCandles } from './candle-source.ts';
import { binanceClient } from './client.http.ts';
import { type BinanceConfig, binanceEndpoints } from './config.ts';
import { httpTransport } from './transport.http.ts';

/** What the live exchange shows to anybody, whichever network accounts trade on: only there the prices are the market's. */
export function publicCandles(deps: { config: BinanceConfig; brake: ExchangeBrake; now: Clock }): CandleSource {
  const endpoints = binanceEndpoints(deps.config, 'live');
  return binanceCandles(binanceClient({ ...deps, endpoints, transport: httpTransport() }));
}
