import type { Log } from '../log/logger.ts';
import type { Market } from '../markets/market.ts';
import { type FillCandlesDeps, type FillLimits, fillCandles } from './fill-candles.ts';

const REST_MS = 10 * 60_000;

/**
 * Fills candles whenever it is called. Public data may be out of reach, for good: from a network without a way out, or from a
 * country that the exchange does not serve. That is told once, and then tried again only now and then.
 */
export function candleFiller(
  deps: FillCandlesDeps & { log: Log },
  limits: Omit<FillLimits, 'except'>,
): () => Promise<void> {
  const { log, now } = deps;
  const away = new Map<Market, { untilMs: number }>();
  return async () => {
    const except = [...away].flatMap(([market, { untilMs }]) => (now().getTime() < untilMs ? [market] : []));
    const { asked } = await fillCandles(deps, { ...limits, except });
    for (const [market, error] of asked) {
      const wasAway = away.delete(market);
      if (error === undefined && wasAway) log.info('Candles are read from the exchange again', { market });
      if (error === undefined) continue;
      away.set(market, { untilMs: now().getTime() + REST_MS });
      const reason = error instanceof Error ? error.message : String(error);
      const message = 'Candles cannot be read from the exchange; it is tried again every ten minutes';
      if (!wasAway) log.warn(message, { market, reason });
    }
  };
}
