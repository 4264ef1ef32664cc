import * as z from 'zod';
import type { Candle, CandleSeries } from '../../candles/candle.ts';
import { type CandleSource, MAX_CANDLES } from '../../candles/candle-source.ts';
import type { Market } from '../../markets/market.ts';
import { askUnless } from './ask.ts';
import type { BinanceClient } from './client.ts';
import { amount, digits, instant } from './fields.ts';

const NO_SUCH_SYMBOL = -1121;
const PATHS: Record<Market, string> = { spot: '/api/v3/klines', usdm: '/fapi/v1/klines' };

/**
 * Open time, open, high, low, close, volume, close time, quote volume, trades, and more that is not needed.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#klinecandlestick-data
 */
const kline = z.tuple([instant, amount, amount, amount, amount, amount, digits, amount, digits], z.unknown());
const klines = z.array(kline);

/** Public data: no key is sent. The candle that is not over yet is left out by the span. */
export function binanceCandles(client: BinanceClient): CandleSource {
  return {
    async candles({ market, symbol, interval }: CandleSeries, { from, until }) {
      const span = { startTime: String(from.getTime()), endTime: String(until.getTime() - 1) };
      const request = {
        ...({ market, method: 'GET', path: PATHS[market], security: 'none', kind: 'read' } as const),
        params: { symbol, interval, ...span, limit: String(MAX_CANDLES) },
      };
      const found = await askUnless(client, request, klines, [NO_SUCH_SYMBOL]);
      return found === undefined ? 'not_listed' : found.map(toCandle);
    },
  };
}

function toCandle(row: z.output<typeof kline>): Candle {
  const [openAt, open, high, low, close, volume, _closeTime, quoteVolume, trades] = row;
  return { openAt, open, high, low, close, volume, quoteVolume, trades: Number(trades) };
}
