import type { Market } from '../../markets/market.ts';

/** Whose Binance it is. `demo` has the prices of the live one and money of nobody's. */
export type BinanceNetwork = 'live' | 'testnet' | 'demo';

export type BinanceEndpoints = {
  network: BinanceNetwork;
  /** Origins, without a path. */
  rest: Readonly<Record<Market, string>>;
  spotWsApi: string;
  /** To which the listen key is appended. */
  usdmUserStream: string;
};

/**
 * The only hosts that keys are ever sent to.
 * https://github.com/binance/binance-spot-api-docs/blob/master/testnet/general-info.md,
 * https://github.com/binance/binance-spot-api-docs/blob/master/demo-mode/general-info.md,
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info
 * USD-M has one play money exchange, which goes by both names.
 */
const ENDPOINTS: Record<BinanceNetwork, BinanceEndpoints> = {
  live: {
    network: 'live',
    rest: { spot: 'https://api.binance.com', usdm: 'https://fapi.binance.com' },
    spotWsApi: 'wss://ws-api.binance.com/ws-api/v3',
    usdmUserStream: 'wss://fstream.binance.com/private/ws',
  },
  testnet: {
    network: 'testnet',
    rest: { spot: 'https://testnet.binance.vision', usdm: 'https://demo-fapi.binance.com' },
    spotWsApi: 'wss://ws-api.testnet.binance.vision/ws-api/v3',
    usdmUserStream: 'wss://demo-fstream.binance.com/ws',
  },
  demo: {
    network: 'demo',
    rest: { spot: 'https://demo-api.binance.com', usdm: 'https://demo-fapi.binance.com' },
    spotWsApi: 'wss://demo-ws-api.binance.com/ws-api/v3',
    usdmUserStream: 'wss://demo-fstream.binance.com/ws',
  },
};

/** Addresses that stand in for the exchange's own. */
export type EndpointOverrides = {
  spot?: string | undefined;
  usdm?: string | undefined;
  spotWsApi?: string | undefined;
  usdmUserStream?: string | undefined;
};

export function endpointsOf(network: BinanceNetwork, overrides: EndpointOverrides = {}): BinanceEndpoints {
  const known = ENDPOINTS[network];
  return {
    network,
    rest: { spot: overrides.spot ?? known.rest.spot, usdm: overrides.usdm ?? known.rest.usdm },
    spotWsApi: overrides.spotWsApi ?? known.spotWsApi,
    usdmUserStream: overrides.usdmUserStream ?? known.usdmUserStream,
  };
}
