import { klines } from '../klines.ts';
import { fixed8 } from '../protocol/amounts.ts';
import { ApiError } from '../protocol/api-error.ts';
import { badCombination, invalidSymbol } from '../protocol/errors.ts';
import { may, must } from '../protocol/param-spec.ts';
import type { Params } from '../protocol/params.ts';
import type { Route } from '../protocol/route.ts';
import { spotSymbolInfo } from '../symbols/spot-info.ts';
import type { SpotSymbolRules } from '../symbols/spot-symbol.ts';
import { rulesOf, type SpotState } from './state.ts';

const PLENTY = '1000.00000000';
const choice = [may('symbol', 'symbol'), may('symbols', 'symbols'), may('symbolStatus', 'word')];
const tickerWeight = (values: ReadonlyMap<string, string>): number => (values.has('symbol') ? 2 : 4);

/** https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#market-data-endpoints */
export function spotMarketRoutes(state: SpotState, rateLimits: () => unknown[]): Route[] {
  return [
    { method: 'GET', path: '/api/v3/ping', security: 'NONE', weight: 1, params: [], handle: () => ({}) },
    {
      ...{ method: 'GET', path: '/api/v3/time', security: 'NONE', weight: 1, params: [] },
      handle: ({ nowMs }) => ({ serverTime: nowMs }),
    },
    {
      ...{ method: 'GET', path: '/api/v3/exchangeInfo', security: 'NONE', weight: 20 },
      params: [...choice, may('showPermissionSets', 'flag')],
      handle: ({ params, nowMs }) => ({
        ...{ timezone: 'UTC', serverTime: nowMs, rateLimits: rateLimits() },
        exchangeFilters: [{ filterType: 'EXCHANGE_MAX_NUM_ORDERS', maxNumOrders: 1_000 }],
        symbols: chosen(state, params).map(spotSymbolInfo),
        sors: [],
      }),
    },
    {
      ...{ method: 'GET', path: '/api/v3/ticker/price', security: 'NONE', weight: tickerWeight, params: choice },
      handle: ({ params }) =>
        oneOrAll(state, params, ({ symbol }) => ({ symbol, price: fixed8(state.book.of(symbol).last) })),
    },
    {
      ...{ method: 'GET', path: '/api/v3/ticker/bookTicker', security: 'NONE', weight: tickerWeight, params: choice },
      handle: ({ params }) => oneOrAll(state, params, ({ symbol }) => bookTicker(state, symbol)),
    },
    {
      ...{ method: 'GET', path: '/api/v3/avgPrice', security: 'NONE', weight: 2, params: [must('symbol', 'symbol')] },
      handle({ params }) {
        const book = state.book.of(rulesOf(state, params.text('symbol')).symbol);
        return { mins: 5, price: fixed8(book.average), closeTime: book.updatedAtMs };
      },
    },
    {
      ...{ method: 'GET', path: '/api/v3/klines', security: 'NONE', weight: 2 },
      params: [
        ...[must('symbol', 'symbol'), must('interval', 'word'), may('startTime', 'long'), may('endTime', 'long')],
        may('limit', 'long'),
      ],
      handle({ params, nowMs }) {
        rulesOf(state, params.text('symbol'));
        return klines('spot', { book: state.book, params, nowMs });
      },
    },
  ];
}

function chosen(state: SpotState, params: Params): SpotSymbolRules[] {
  const { one, several } = { one: params.find('symbol'), several: params.find('symbols') };
  if (one !== undefined && several !== undefined) throw badCombination();
  if (one !== undefined) return [rulesOf(state, one)];
  if (several === undefined) return [...state.symbols.values()];
  const names: unknown = JSON.parse(several);
  if (!Array.isArray(names)) throw invalidSymbol();
  if (new Set(names).size < names.length) throw new ApiError(-1151, 'Symbol is present multiple times in the list.');
  return names.map((name) => rulesOf(state, String(name)));
}

function oneOrAll(state: SpotState, params: Params, view: (rules: SpotSymbolRules) => unknown): unknown {
  const rules = chosen(state, params).filter(({ symbol }) => params.has('symbol') || state.book.find(symbol));
  const [first] = rules;
  return params.has('symbol') && first !== undefined ? view(first) : rules.map(view);
}

function bookTicker(state: SpotState, symbol: string): unknown {
  const { bid, ask, bidQty, askQty } = state.book.of(symbol);
  return {
    symbol,
    bidPrice: fixed8(bid),
    bidQty: bidQty === undefined ? PLENTY : fixed8(bidQty),
    askPrice: fixed8(ask),
    askQty: askQty === undefined ? PLENTY : fixed8(askQty),
  };
}
