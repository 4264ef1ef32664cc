import type { Network } from './protocol/market-name.ts';
import type { CountWindow } from './protocol/order-counts.ts';
import type { WeightLimits } from './protocol/weight-limiter.ts';
import { type SpotSymbolRules, spotSymbols } from './symbols/spot-symbol.ts';
import { type UsdmSymbolRules, usdmSymbols } from './symbols/usdm-symbol.ts';

export type FakePorts = { spot: number; usdm: number; spotWsApi: number; spotStreams: number; usdmStreams: number };

export type FakeBinanceOptions = {
  /** The clock of the world; the exchange's own may drift from it. */
  now?: () => Date;
  network?: Network;
  /** Free ones are taken for what is absent. */
  ports?: Partial<FakePorts>;
  spotWeight?: Partial<WeightLimits>;
  usdmWeight?: Partial<WeightLimits>;
  spotOrderLimits?: CountWindow[];
  usdmOrderLimits?: CountWindow[];
  spotSymbols?: readonly SpotSymbolRules[];
  usdmSymbols?: readonly UsdmSymbolRules[];
};

export type FakeSettings = Required<Omit<FakeBinanceOptions, 'ports' | 'spotWeight' | 'usdmWeight'>> & {
  spotWeight: WeightLimits;
  usdmWeight: WeightLimits;
};

const REQUESTS_UNTIL_BAN = 3;

/** The limits that the live exchanges publish in `exchangeInfo`. */
export function settingsOf(options: FakeBinanceOptions): FakeSettings {
  return {
    now: options.now ?? ((): Date => new Date()),
    network: options.network ?? 'live',
    spotWeight: { perMinute: 6_000, requestsUntilBan: REQUESTS_UNTIL_BAN, ...options.spotWeight },
    usdmWeight: { perMinute: 2_400, requestsUntilBan: REQUESTS_UNTIL_BAN, ...options.usdmWeight },
    spotOrderLimits: options.spotOrderLimits ?? [
      { label: '10S', interval: 'SECOND', intervalNum: 10, limit: 100 },
      { label: '1D', interval: 'DAY', intervalNum: 1, limit: 200_000 },
    ],
    usdmOrderLimits: options.usdmOrderLimits ?? [
      { label: '10S', interval: 'SECOND', intervalNum: 10, limit: 300 },
      { label: '1M', interval: 'MINUTE', intervalNum: 1, limit: 1_200 },
    ],
    spotSymbols: options.spotSymbols ?? spotSymbols,
    usdmSymbols: options.usdmSymbols ?? usdmSymbols,
  };
}

/** As `exchangeInfo.rateLimits` shows them. */
export function rateLimitsOf(weight: WeightLimits, windows: readonly CountWindow[]): unknown[] {
  return [
    { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: weight.perMinute },
    ...windows.map(({ interval, intervalNum, limit }) => ({ rateLimitType: 'ORDERS', interval, intervalNum, limit })),
    { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61_000 },
  ];
}
