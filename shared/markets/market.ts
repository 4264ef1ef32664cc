/** Where a symbol is traded: `BTCUSDT` is one thing on spot and another as a USD-M contract. */
export const MARKETS = ['spot', 'usdm'] as const;
export type Market = (typeof MARKETS)[number];
