import { klines } from '../klines.ts';
import { fixed, fixed8 } from '../protocol/amounts.ts';
import { may, must } from '../protocol/param-spec.ts';
import type { Params } from '../protocol/params.ts';
import type { Route } from '../protocol/route.ts';
import { usdmSymbolInfo } from '../symbols/usdm-info.ts';
import type { UsdmSymbolRules } from '../symbols/usdm-symbol.ts';
import { type UsdmState, usdmRulesOf } from './state.ts';

const choice = [may('symbol', 'symbol')];
const HOUR_MS = 3_600_000;
const FUNDING_HOURS = 8;

/** With a symbol one weight, without it another. */
const either =
  (one: number, all: number) =>
  (values: ReadonlyMap<string, string>): number =>
    values.has('symbol') ? one : all;

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api */
export function usdmMarketRoutes(state: UsdmState, rateLimits: () => unknown[]): Route[] {
  return [
    { method: 'GET', path: '/fapi/v1/ping', security: 'NONE', weight: 1, params: [], handle: () => ({}) },
    {
      ...{ method: 'GET', path: '/fapi/v1/time', security: 'NONE', weight: 1, params: [] },
      handle: ({ nowMs }) => ({ serverTime: nowMs }),
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/exchangeInfo', security: 'NONE', weight: 1, params: [] },
      handle: ({ nowMs }) => ({
        ...{ timezone: 'UTC', serverTime: nowMs, futuresType: 'U_MARGINED', rateLimits: rateLimits() },
        exchangeFilters: [],
        assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
        symbols: [...state.symbols.values()].map(usdmSymbolInfo),
      }),
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/premiumIndex', security: 'NONE', weight: either(1, 10), params: choice },
      handle: ({ params, nowMs }) => oneOrAll(state, params, (rules) => premiumView(state, rules, nowMs)),
    },
    ...[1, 2].map(
      (version): Route => ({
        ...{ method: 'GET', path: `/fapi/v${version}/ticker/price`, security: 'NONE', weight: either(1, 2) },
        params: choice,
        handle: ({ params }) =>
          oneOrAll(state, params, ({ symbol, pricePrecision }) => {
            const { last, updatedAtMs } = state.book.of(symbol);
            return { symbol, price: fixed(last, pricePrecision), time: updatedAtMs };
          }),
      }),
    ),
    {
      ...{ method: 'GET', path: '/fapi/v1/ticker/bookTicker', security: 'NONE', weight: either(2, 5), params: choice },
      handle: ({ params }) => oneOrAll(state, params, (rules) => bookView(state, rules)),
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/klines', security: 'NONE', weight: klinesWeight },
      params: [
        ...[must('symbol', 'symbol'), must('interval', 'word'), may('startTime', 'long'), may('endTime', 'long')],
        may('limit', 'long'),
      ],
      handle({ params, nowMs }) {
        usdmRulesOf(state, params.text('symbol'));
        return klines('usdm', { book: state.book, params, nowMs });
      },
    },
  ];
}

function klinesWeight(values: ReadonlyMap<string, string>): number {
  const limit = Number(values.get('limit') ?? '500');
  if (limit < 100) return 1;
  if (limit < 500) return 2;
  return limit <= 1_000 ? 5 : 10;
}

function oneOrAll(state: UsdmState, params: Params, view: (rules: UsdmSymbolRules) => unknown): unknown {
  const symbol = params.find('symbol');
  if (symbol !== undefined) return view(usdmRulesOf(state, symbol));
  return [...state.symbols.values()].filter((rules) => state.book.find(rules.symbol) !== undefined).map(view);
}

function premiumView(state: UsdmState, { symbol }: UsdmSymbolRules, nowMs: number): unknown {
  const { mark, last } = state.book.of(symbol);
  const period = FUNDING_HOURS * HOUR_MS;
  return {
    ...{ symbol, markPrice: fixed8(mark), indexPrice: fixed8(last), estimatedSettlePrice: fixed8(mark) },
    ...{ lastFundingRate: '0.00010000', interestRate: '0.00010000', time: nowMs },
    nextFundingTime: (Math.floor(nowMs / period) + 1) * period,
  };
}

function bookView(state: UsdmState, { symbol, pricePrecision, quantityPrecision }: UsdmSymbolRules): unknown {
  const { bid, ask, bidQty, askQty, updatedAtMs } = state.book.of(symbol);
  const plenty = '1000';
  return {
    ...{ symbol, bidPrice: fixed(bid, pricePrecision), askPrice: fixed(ask, pricePrecision), time: updatedAtMs },
    bidQty: bidQty === undefined ? plenty : fixed(bidQty, quantityPrecision),
    askQty: askQty === undefined ? plenty : fixed(askQty, quantityPrecision),
    lastUpdateId: updatedAtMs,
  };
}
