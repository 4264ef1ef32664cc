import type { Market } from '../../markets/market.ts';
import type { Clock } from '../../time/clock.ts';
import type { Exchange } from '../exchange.ts';
import type { PriceCache } from '../price-cache.ts';
import { binanceExchange } from './binance-exchange.ts';
import type { ExchangeBrake } from './brake.ts';
import { ClearKey, type ExchangeCredentials } from './clear-key.ts';
import { binanceClient, type TimeLimits } from './client.http.ts';
import type { BinanceEndpoints } from './networks.ts';
import { recentPrices } from './recent-prices.ts';
import { type SymbolCatalog, symbolCatalog } from './symbol-catalog.ts';
import { httpTransport } from './transport.http.ts';

/** What was seen of prices, and how old that may be to be used instead of asking. */
export type SharedPrices = { cache: PriceCache; maxAgeMs: number };

export type BinanceNetworkDeps = {
  endpoints: BinanceEndpoints;
  brake: ExchangeBrake;
  now: Clock;
  egress?: string;
  engineMs?: number;
  timeLimits?: Partial<TimeLimits>;
  maxPriceAgeMs?: number;
  prices?: SharedPrices;
};

export type BinanceAccounts = { open(credentials: ExchangeCredentials): Exchange; close(): void };

/** One network with what its accounts share: connections, brake and the rules of its symbols. Made once per warm instance. */
export function binanceNetwork(deps: BinanceNetworkDeps): BinanceAccounts {
  const transport = httpTransport();
  const { now, maxPriceAgeMs, prices, endpoints } = deps;
  const shared = {
    ...(maxPriceAgeMs === undefined ? {} : { maxPriceAgeMs }),
    ...(prices === undefined ? {} : { recent: recentPrices({ ...prices, now, network: endpoints.network }) }),
  };
  const anybody = binanceClient({ ...deps, transport });
  const catalogs: Record<Market, SymbolCatalog> = {
    spot: symbolCatalog({ client: anybody, now }, 'spot'),
    usdm: symbolCatalog({ client: anybody, now }, 'usdm'),
  };
  return {
    open(credentials) {
      const client = binanceClient({ ...deps, transport, key: new ClearKey(credentials) });
      return binanceExchange({ client, catalogs, now, ...shared });
    },
    close: () => transport.close(),
  };
}
