import type { SpotSymbolRules } from './spot-symbol.ts';

const PRECISION = 8;
const AVERAGE_MINUTES = 5;

export const spotOrderTypes = [
  'LIMIT',
  'LIMIT_MAKER',
  'MARKET',
  'STOP_LOSS',
  'STOP_LOSS_LIMIT',
  'TAKE_PROFIT',
  'TAKE_PROFIT_LIMIT',
] as const;

/** One entry of `exchangeInfo.symbols`, with fields no document names yet: a client has to live with those. */
export function spotSymbolInfo(rules: SpotSymbolRules): Record<string, unknown> {
  return {
    symbol: rules.symbol,
    status: rules.status,
    baseAsset: rules.base,
    baseAssetPrecision: PRECISION,
    quoteAsset: rules.quote,
    quotePrecision: PRECISION,
    quoteAssetPrecision: PRECISION,
    baseCommissionPrecision: PRECISION,
    quoteCommissionPrecision: PRECISION,
    orderTypes: spotOrderTypes,
    icebergAllowed: true,
    ocoAllowed: true,
    otoAllowed: true,
    opoAllowed: true,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: true,
    cancelReplaceAllowed: true,
    amendAllowed: true,
    pegInstructionsAllowed: true,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersOf(rules),
    permissions: [],
    permissionSets: [['SPOT', 'TRD_GRP_004']],
    defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
    allowedSelfTradePreventionModes: ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT'],
    fieldOfTomorrow: { tier: 3, isNew: true },
  };
}

/** https://github.com/binance/binance-spot-api-docs/blob/master/filters.md */
function filtersOf(rules: SpotSymbolRules): Record<string, unknown>[] {
  const { percentPrice } = rules;
  return [
    { filterType: 'PRICE_FILTER', minPrice: rules.minPrice, maxPrice: rules.maxPrice, tickSize: rules.tickSize },
    { filterType: 'LOT_SIZE', minQty: rules.minQty, maxQty: rules.maxQty, stepSize: rules.stepSize },
    { filterType: 'ICEBERG_PARTS', limit: 100 },
    { filterType: 'MARKET_LOT_SIZE', ...rules.marketLot },
    {
      filterType: 'TRAILING_DELTA',
      minTrailingAboveDelta: 10,
      maxTrailingAboveDelta: 2_000,
      minTrailingBelowDelta: 10,
      maxTrailingBelowDelta: 2_000,
    },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: percentPrice.bidUp,
      bidMultiplierDown: percentPrice.bidDown,
      askMultiplierUp: percentPrice.askUp,
      askMultiplierDown: percentPrice.askDown,
      avgPriceMins: AVERAGE_MINUTES,
    },
    notionalOf(rules),
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: rules.maxNumOrders },
    { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: rules.maxNumOrderLists },
    { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: rules.maxNumAlgoOrders },
    { filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: 10 },
    ...(rules.maxPosition === undefined ? [] : [{ filterType: 'MAX_POSITION', maxPosition: rules.maxPosition }]),
    { filterType: 'FILTER_OF_TOMORROW', limitOfTomorrow: '1.00000000' },
  ];
}

function notionalOf({ notional }: SpotSymbolRules): Record<string, unknown> {
  if (notional.filter === 'MIN_NOTIONAL')
    return {
      filterType: 'MIN_NOTIONAL',
      minNotional: notional.min,
      applyToMarket: notional.applyToMarket,
      avgPriceMins: AVERAGE_MINUTES,
    };
  return {
    filterType: 'NOTIONAL',
    minNotional: notional.min,
    applyMinToMarket: notional.applyMinToMarket,
    maxNotional: notional.max,
    applyMaxToMarket: notional.applyMaxToMarket,
    avgPriceMins: AVERAGE_MINUTES,
  };
}
