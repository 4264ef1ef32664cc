import * as z from 'zod';
import type { EndpointOverrides } from './networks.ts';

/** Only the machine's own loopback: a stand-in for tests and drills, to which no key can leak out of the machine. */
const loopback = (schemes: string) =>
  z
    .string()
    .regex(new RegExp(`^(?:${schemes})://(?:127\\.0\\.0\\.1|localhost)(?::\\d+)?(?:/\\S*)?$`), 'must be on 127.0.0.1')
    .optional();

export const binanceVariables = {
  /** Real money is traded only when this is written out as `false`. Whatever else it says means the testnet. */
  BINANCE_TESTNET: z
    .string()
    .optional()
    .transform((text) => text !== 'false' && text !== 'False'),
  /** How old a price may be to be used again; an older one is no price, and is asked for. */
  PRICE_MAX_AGE_MS: z.coerce.number().int().min(0).max(60_000).default(5_000),
  BINANCE_SPOT_URL: loopback('http'),
  BINANCE_USDM_URL: loopback('http'),
  BINANCE_SPOT_WS_API_URL: loopback('ws'),
  BINANCE_USDM_STREAM_URL: loopback('ws'),
};

export type BinanceConfig = z.output<z.ZodObject<typeof binanceVariables>>;

export function endpointOverridesOf(config: BinanceConfig): EndpointOverrides {
  return {
    spot: config.BINANCE_SPOT_URL,
    usdm: config.BINANCE_USDM_URL,
    spotWsApi: config.BINANCE_SPOT_WS_API_URL,
    usdmUserStream: config.BINANCE_USDM_STREAM_URL,
  };
}
