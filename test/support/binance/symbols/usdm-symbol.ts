/** The trading rules of one USD-M perpetual, as strings in the spelling of `exchangeInfo`. */
export type UsdmSymbolRules = {
  symbol: string;
  base: string;
  status: 'TRADING' | 'SETTLING' | 'PENDING_TRADING';
  pricePrecision: number;
  quantityPrecision: number;
  tickSize: string;
  minPrice: string;
  maxPrice: string;
  stepSize: string;
  minQty: string;
  maxQty: string;
  marketMaxQty: string;
  minNotional: string;
  multiplierUp: string;
  multiplierDown: string;
  maxNumOrders: number;
  maxNumAlgoOrders: number;
  /** From the first bracket on: notional cap and the leverage allowed below it. */
  brackets: readonly { cap: number; leverage: number; maintenance: number }[];
  firstOrderId: string;
};

const common = {
  status: 'TRADING',
  multiplierUp: '1.0500',
  multiplierDown: '0.9500',
  maxNumOrders: 200,
  maxNumAlgoOrders: 10,
  brackets: [
    { cap: 300_000, leverage: 125, maintenance: 0.004 },
    { cap: 3_000_000, leverage: 75, maintenance: 0.006_5 },
    { cap: 30_000_000, leverage: 20, maintenance: 0.02 },
  ],
  firstOrderId: '283194212000',
} as const;

const small = {
  brackets: [
    { cap: 50_000, leverage: 75, maintenance: 0.01 },
    { cap: 500_000, leverage: 20, maintenance: 0.025 },
  ],
} as const;

/** ETHUSDT counts its orders beyond 2^53, as the live exchange does: a number read carelessly is another order. */
export const usdmSymbols: readonly UsdmSymbolRules[] = [
  {
    ...common,
    symbol: 'BTCUSDT',
    base: 'BTC',
    ...{ pricePrecision: 2, quantityPrecision: 3, minNotional: '50' },
    ...{ tickSize: '0.10', minPrice: '261.10', maxPrice: '809484' },
    ...{ stepSize: '0.001', minQty: '0.001', maxQty: '1000', marketMaxQty: '120' },
  },
  {
    ...common,
    symbol: 'ETHUSDT',
    base: 'ETH',
    ...{ pricePrecision: 2, quantityPrecision: 3, minNotional: '20' },
    ...{ tickSize: '0.01', minPrice: '18.67', maxPrice: '306177' },
    ...{ stepSize: '0.001', minQty: '0.001', maxQty: '10000', marketMaxQty: '2000' },
    firstOrderId: '8389765900000000001',
  },
  {
    ...common,
    ...small,
    symbol: 'SOLUSDT',
    base: 'SOL',
    ...{ pricePrecision: 4, quantityPrecision: 2, minNotional: '5' },
    ...{ tickSize: '0.0100', minPrice: '0.4200', maxPrice: '6857' },
    ...{ stepSize: '0.01', minQty: '0.01', maxQty: '1000000', marketMaxQty: '5000' },
  },
  {
    ...common,
    ...small,
    symbol: 'DOGEUSDT',
    base: 'DOGE',
    ...{ pricePrecision: 6, quantityPrecision: 0, minNotional: '5' },
    ...{ tickSize: '0.000010', minPrice: '0.002440', maxPrice: '30' },
    ...{ stepSize: '1', minQty: '1', maxQty: '50000000', marketMaxQty: '30000000' },
  },
  {
    ...common,
    ...small,
    symbol: '1000PEPEUSDT',
    base: '1000PEPE',
    ...{ pricePrecision: 7, quantityPrecision: 0, minNotional: '5' },
    ...{ tickSize: '0.0000001', minPrice: '0.0000120', maxPrice: '200' },
    ...{ stepSize: '1', minQty: '1', maxQty: '200000000', marketMaxQty: '70000000' },
  },
  {
    ...common,
    ...small,
    symbol: 'BNBUSDT',
    base: 'BNB',
    ...{ pricePrecision: 3, quantityPrecision: 2, minNotional: '5' },
    ...{ tickSize: '0.010', minPrice: '6.600', maxPrice: '100000' },
    ...{ stepSize: '0.01', minQty: '0.01', maxQty: '100000', marketMaxQty: '2000' },
  },
];
