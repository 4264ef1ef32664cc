import * as z from 'zod';
import { type BinanceEndpoints, endpointsOf } from './networks.ts';

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
  /** `true`: accounts of mode `testnet` trade on Binance's demo, and their keys were made there. */
  BINANCE_DEMO: z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' }).default(false),
  BINANCE_SPOT_URL: loopback('http'),
  BINANCE_USDM_URL: loopback('http'),
  BINANCE_SPOT_WS_API_URL: loopback('ws'),
  BINANCE_USDM_STREAM_URL: loopback('ws'),
};

export type BinanceConfig = z.output<z.ZodObject<typeof binanceVariables>>;

/** Where an account of this mode trades, and where its key is asked about. */
export function binanceEndpoints(config: BinanceConfig, mode: 'testnet' | 'live'): BinanceEndpoints {
  return endpointsOf(mode === 'testnet' && config.BINANCE_DEMO ? 'demo' : mode, {
    spot: config.BINANCE_SPOT_URL,
    usdm: config.BINANCE_USDM_URL,
    spotWsApi: config.BINANCE_SPOT_WS_API_URL,
    usdmUserStream: config.BINANCE_USDM_STREAM_URL,
  });
}
