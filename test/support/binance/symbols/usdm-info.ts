import type { UsdmSymbolRules } from './usdm-symbol.ts';

const PERPETUAL_END = 4_133_404_800_000;
const ONBOARDED = 1_569_398_400_000;

/**
 * One entry of USD-M `exchangeInfo.symbols`. The step of prices is `tickSize`, never `pricePrecision`.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Exchange-Information
 */
export function usdmSymbolInfo(rules: UsdmSymbolRules): Record<string, unknown> {
  return {
    symbol: rules.symbol,
    pair: rules.symbol,
    contractType: 'PERPETUAL',
    deliveryDate: PERPETUAL_END,
    onboardDate: ONBOARDED,
    status: rules.status,
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    baseAsset: rules.base,
    quoteAsset: 'USDT',
    marginAsset: 'USDT',
    pricePrecision: rules.pricePrecision,
    quantityPrecision: rules.quantityPrecision,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: ['PoW'],
    settlePlan: 0,
    triggerProtect: '0.0500',
    liquidationFee: '0.012500',
    marketTakeBound: '0.05',
    maxMoveOrderLimit: 10_000,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: rules.minPrice, maxPrice: rules.maxPrice, tickSize: rules.tickSize },
      { filterType: 'LOT_SIZE', minQty: rules.minQty, maxQty: rules.maxQty, stepSize: rules.stepSize },
      { filterType: 'MARKET_LOT_SIZE', minQty: rules.minQty, maxQty: rules.marketMaxQty, stepSize: rules.stepSize },
      { filterType: 'MAX_NUM_ORDERS', limit: rules.maxNumOrders },
      { filterType: 'MAX_NUM_ALGO_ORDERS', limit: rules.maxNumAlgoOrders },
      { filterType: 'MIN_NOTIONAL', notional: rules.minNotional },
      {
        filterType: 'PERCENT_PRICE',
        multiplierUp: rules.multiplierUp,
        multiplierDown: rules.multiplierDown,
        multiplierDecimal: '4',
      },
      { filterType: 'POSITION_RISK_CONTROL', positionControlSide: 'NONE' },
    ],
    orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
    permissionSets: ['GRID', 'COPY'],
    fieldOfTomorrow: 'unknown to every client',
  };
}
