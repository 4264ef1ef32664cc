import * as z from 'zod';
import { ENGINE_MS } from './client.ts';
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
  /** How long the engine of a stand-in takes at most. Counts only where both markets have one: Binance's own takes ten seconds. */
  BINANCE_STAND_IN_ENGINE_MS: z.coerce.number().int().min(100).max(ENGINE_MS).optional(),
};

export type BinanceConfig = z.output<z.ZodObject<typeof binanceVariables>>;

/** After which an order that nobody knows certainly never existed. Nothing shortens it where an order goes to Binance itself. */
export function engineMsOf(config: BinanceConfig): number {
  const { BINANCE_SPOT_URL: spot, BINANCE_USDM_URL: usdm, BINANCE_STAND_IN_ENGINE_MS: standIn } = config;
  return spot === undefined || usdm === undefined ? ENGINE_MS : (standIn ?? ENGINE_MS);
}

/** Where an account of this mode trades, and where its key is asked about. */
export function binanceEndpoints(config: BinanceConfig, mode: 'testnet' | 'live'): BinanceEndpoints {
  return endpointsOf(mode === 'testnet' && config.BINANCE_DEMO ? 'demo' : mode, {
    spot: config.BINANCE_SPOT_URL,
    usdm: config.BINANCE_USDM_URL,
    spotWsApi: config.BINANCE_SPOT_WS_API_URL,
    usdmUserStream: config.BINANCE_USDM_STREAM_URL,
  });
}
