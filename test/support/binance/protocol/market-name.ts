/** The two exchanges that share a name and little else: Spot (`/api`) and USD-M futures (`/fapi`). */
export type MarketName = 'spot' | 'usdm';

/** `testnet` has no `/sapi` at all; `demo` and `live` do. https://github.com/binance/binance-spot-api-docs/blob/master/testnet/general-info.md */
export type Network = 'live' | 'testnet' | 'demo';
