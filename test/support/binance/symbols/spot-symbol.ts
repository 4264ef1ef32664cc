import { type Decimal, decimal } from '../../../../shared/money/decimal.ts';

/** The trading rules of one Spot symbol, as strings in the spelling of `exchangeInfo`. */
export type SpotSymbolRules = {
  symbol: string;
  base: string;
  quote: string;
  status: 'TRADING' | 'HALT' | 'BREAK' | 'CANCEL_ONLY';
  tickSize: string;
  minPrice: string;
  maxPrice: string;
  stepSize: string;
  minQty: string;
  maxQty: string;
  /** For market orders; a step of zero switches the market step off. */
  marketLot: { minQty: string; maxQty: string; stepSize: string };
  /** Which of the two notional filters the symbol carries. */
  notional:
    | { filter: 'NOTIONAL'; min: string; applyMinToMarket: boolean; max: string; applyMaxToMarket: boolean }
    | { filter: 'MIN_NOTIONAL'; min: string; applyToMarket: boolean };
  percentPrice: { bidUp: string; bidDown: string; askUp: string; askDown: string };
  maxNumOrders: number;
  maxNumAlgoOrders: number;
  maxNumOrderLists: number;
  maxPosition?: string;
  /** Above 2^31 already; counted up per symbol, so that two symbols share their numbers. */
  firstOrderId: string;
};

const common = {
  status: 'TRADING',
  marketLot: { minQty: '0.00000000', maxQty: '100000.00000000', stepSize: '0.00000000' },
  notional: {
    filter: 'NOTIONAL',
    min: '5.00000000',
    applyMinToMarket: true,
    max: '9000000.00000000',
    applyMaxToMarket: false,
  },
  percentPrice: { bidUp: '5', bidDown: '0.2', askUp: '5', askDown: '0.2' },
  maxNumOrders: 200,
  maxNumAlgoOrders: 5,
  maxNumOrderLists: 20,
  firstOrderId: '12510053279',
} as const;

/** Modelled on what the live exchange listed; SHIBUSDT has the awkward steps and the older notional filter. */
export const spotSymbols: readonly SpotSymbolRules[] = [
  {
    ...common,
    symbol: 'BTCUSDT',
    base: 'BTC',
    quote: 'USDT',
    ...{ tickSize: '0.01000000', minPrice: '0.01000000', maxPrice: '1000000.00000000' },
    ...{ stepSize: '0.00001000', minQty: '0.00001000', maxQty: '9000.00000000' },
    marketLot: { minQty: '0.00000000', maxQty: '120.00000000', stepSize: '0.00000000' },
  },
  {
    ...common,
    symbol: 'ETHUSDT',
    base: 'ETH',
    quote: 'USDT',
    ...{ tickSize: '0.01000000', minPrice: '0.01000000', maxPrice: '1000000.00000000' },
    ...{ stepSize: '0.00010000', minQty: '0.00010000', maxQty: '9000.00000000' },
  },
  {
    ...common,
    symbol: 'SOLUSDT',
    base: 'SOL',
    quote: 'USDT',
    ...{ tickSize: '0.01000000', minPrice: '0.01000000', maxPrice: '10000.00000000' },
    ...{ stepSize: '0.00100000', minQty: '0.00100000', maxQty: '90000.00000000' },
    maxPosition: '1000.00000000',
  },
  {
    ...common,
    symbol: 'DOGEUSDT',
    base: 'DOGE',
    quote: 'USDT',
    ...{ tickSize: '0.00001000', minPrice: '0.00001000', maxPrice: '1000.00000000' },
    ...{ stepSize: '1.00000000', minQty: '1.00000000', maxQty: '9000000.00000000' },
    marketLot: { minQty: '0.00000000', maxQty: '4000000.00000000', stepSize: '0.00000000' },
    notional: { ...common.notional, min: '1.00000000' },
  },
  {
    ...common,
    symbol: 'BNBUSDT',
    base: 'BNB',
    quote: 'USDT',
    ...{ tickSize: '0.01000000', minPrice: '0.01000000', maxPrice: '100000.00000000' },
    ...{ stepSize: '0.00100000', minQty: '0.00100000', maxQty: '900000.00000000' },
  },
  {
    ...common,
    symbol: 'SHIBUSDT',
    base: 'SHIB',
    quote: 'USDT',
    ...{ tickSize: '0.00000001', minPrice: '0.00000001', maxPrice: '1.00000000' },
    ...{ stepSize: '1.00000000', minQty: '1.00000000', maxQty: '46116860414.00000000' },
    marketLot: { minQty: '1.00000000', maxQty: '9000000000.00000000', stepSize: '1.00000000' },
    notional: { filter: 'MIN_NOTIONAL', min: '5.00000000', applyToMarket: true },
  },
];

export const stepOf = (rules: SpotSymbolRules): Decimal => decimal(rules.stepSize);
