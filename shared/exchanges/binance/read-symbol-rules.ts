import * as z from 'zod';
import type { Market } from '../../markets/market.ts';
import { type Decimal, zero } from '../../money/decimal.ts';
import type { Side } from '../../orders/order.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import { amount } from './fields.ts';

const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const lot = z.object({ minQty: amount, maxQty: amount, stepSize: amount });

/** What each filter says; those that are new to us are passed over. https://github.com/binance/binance-spot-api-docs/blob/master/filters.md */
const filters = {
  PRICE_FILTER: z.object({ minPrice: amount, maxPrice: amount, tickSize: amount }),
  LOT_SIZE: lot,
  MARKET_LOT_SIZE: lot,
  /** Spot and USD-M have different fields under this name. */
  MIN_NOTIONAL: z.object({
    ...{ minNotional: amount.optional(), notional: amount.optional(), applyToMarket: z.boolean().optional() },
  }),
  NOTIONAL: z.object({
    ...{ minNotional: amount, applyMinToMarket: z.boolean(), maxNotional: amount, applyMaxToMarket: z.boolean() },
  }),
  PERCENT_PRICE: z.object({ multiplierUp: amount, multiplierDown: amount }),
  PERCENT_PRICE_BY_SIDE: z.object({
    ...{ bidMultiplierUp: amount, bidMultiplierDown: amount, askMultiplierUp: amount, askMultiplierDown: amount },
  }),
  MAX_NUM_ORDERS: z.object({ maxNumOrders: whole.optional(), limit: whole.optional() }),
  MAX_NUM_ALGO_ORDERS: z.object({ maxNumAlgoOrders: whole.optional(), limit: whole.optional() }),
  MAX_POSITION: z.object({ maxPosition: amount }),
  TRAILING_DELTA: z.object({
    ...{ minTrailingAboveDelta: whole, maxTrailingAboveDelta: whole },
    ...{ minTrailingBelowDelta: whole, maxTrailingBelowDelta: whole },
  }),
};
type Read = <Schema extends z.ZodType>(name: keyof typeof filters, schema: Schema) => z.output<Schema> | undefined;

const symbolInfo = z.object({
  ...{ symbol: z.string(), status: z.string(), baseAsset: z.string(), quoteAsset: z.string() },
  contractType: z.string().optional(),
  filters: z.array(z.looseObject({ filterType: z.string() })),
});

export const exchangeInfo = z.object({ symbols: z.array(z.unknown()) });

/** USD-M has no filter for it: 0.1 % to 10 %. https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Algo-Order */
const USDM_TRAILING = { min: 10, max: 1_000 };

/** @returns undefined for what cannot be read, or is no spot pair and no perpetual: that symbol is not traded, the others are */
export function readSymbolRules(market: Market, entry: unknown): SymbolRules | undefined {
  const info = symbolInfo.safeParse(entry);
  if (!info.success) return undefined;
  const { symbol, status, baseAsset, quoteAsset, contractType = 'PERPETUAL' } = info.data;
  const read: Read = (name, schema) => {
    const found = info.data.filters.find(({ filterType }) => filterType === name);
    return found === undefined ? undefined : schema.safeParse(found).data;
  };
  const price = read('PRICE_FILTER', filters.PRICE_FILTER);
  const quantity = read('LOT_SIZE', filters.LOT_SIZE);
  if (price === undefined || quantity === undefined || contractType !== 'PERPETUAL') return undefined;
  return {
    ...{ market, symbol, base: baseAsset, quote: quoteAsset },
    ...(status === 'TRADING' ? {} : { haltedAs: status }),
    ...{ tickSize: price.tickSize, minPrice: price.minPrice, maxPrice: price.maxPrice },
    ...{ stepSize: quantity.stepSize, minQuantity: quantity.minQty, maxQuantity: quantity.maxQty },
    ...marketLotOf(read),
    ...notionalOf(read),
    ...bandOf(market, read),
    ...countsOf(read),
    ...trailingOf(market, read),
  };
}

function marketLotOf(read: Read): Pick<SymbolRules, 'marketLot'> {
  const market = read('MARKET_LOT_SIZE', filters.MARKET_LOT_SIZE);
  if (market === undefined) return {};
  return { marketLot: { minQuantity: market.minQty, maxQuantity: market.maxQty, stepSize: market.stepSize } };
}

function notionalOf(read: Read): Pick<SymbolRules, 'minNotional' | 'maxNotional' | 'marketNotional'> {
  const both = read('NOTIONAL', filters.NOTIONAL);
  if (both !== undefined)
    return {
      ...{ minNotional: both.minNotional, maxNotional: both.maxNotional },
      marketNotional: { appliesMin: both.applyMinToMarket, appliesMax: both.applyMaxToMarket },
    };
  const older = read('MIN_NOTIONAL', filters.MIN_NOTIONAL);
  return {
    minNotional: older?.minNotional ?? older?.notional ?? zero,
    marketNotional: { appliesMin: older?.applyToMarket ?? true, appliesMax: false },
  };
}

/** USD-M bounds a buy above only and a sell below only. */
function bandOf(market: Market, read: Read): Pick<SymbolRules, 'priceBand'> {
  const bySide = read('PERCENT_PRICE_BY_SIDE', filters.PERCENT_PRICE_BY_SIDE);
  if (bySide !== undefined)
    return {
      priceBand: {
        buy: { up: bySide.bidMultiplierUp, down: bySide.bidMultiplierDown },
        sell: { up: bySide.askMultiplierUp, down: bySide.askMultiplierDown },
      },
    };
  const same = read('PERCENT_PRICE', filters.PERCENT_PRICE);
  if (same === undefined) return {};
  const band: Record<Side, { up?: Decimal; down?: Decimal }> =
    market === 'usdm'
      ? { buy: { up: same.multiplierUp }, sell: { down: same.multiplierDown } }
      : {
          buy: { up: same.multiplierUp, down: same.multiplierDown },
          sell: { up: same.multiplierUp, down: same.multiplierDown },
        };
  return { priceBand: band };
}

function countsOf(read: Read): Pick<SymbolRules, 'maxOpenOrders' | 'maxConditionalOrders' | 'maxPosition'> {
  const orders = read('MAX_NUM_ORDERS', filters.MAX_NUM_ORDERS);
  const algos = read('MAX_NUM_ALGO_ORDERS', filters.MAX_NUM_ALGO_ORDERS);
  const maxOpenOrders = orders?.maxNumOrders ?? orders?.limit;
  const maxConditionalOrders = algos?.maxNumAlgoOrders ?? algos?.limit;
  const maxPosition = read('MAX_POSITION', filters.MAX_POSITION)?.maxPosition;
  return {
    ...(maxOpenOrders === undefined ? {} : { maxOpenOrders }),
    ...(maxConditionalOrders === undefined ? {} : { maxConditionalOrders }),
    ...(maxPosition === undefined ? {} : { maxPosition }),
  };
}

/** Above and below have ranges of their own; within both is within either. */
function trailingOf(market: Market, read: Read): Pick<SymbolRules, 'trailingBps'> {
  if (market === 'usdm') return { trailingBps: USDM_TRAILING };
  const range = read('TRAILING_DELTA', filters.TRAILING_DELTA);
  if (range === undefined) return {};
  return {
    trailingBps: {
      min: Math.max(range.minTrailingAboveDelta, range.minTrailingBelowDelta),
      max: Math.min(range.maxTrailingAboveDelta, range.maxTrailingBelowDelta),
    },
  };
}
