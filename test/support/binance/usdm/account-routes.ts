import { fixed } from '../protocol/amounts.ts';
import { invalidValue } from '../protocol/errors.ts';
import { may, must } from '../protocol/param-spec.ts';
import type { Route } from '../protocol/route.ts';
import { balancesView, positionsOf, riskView, usdmAccountView } from './account-views.ts';
import { type UsdmState, usdmRulesOf } from './state.ts';

const RATE_PLACES = 6;

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api */
export function usdmAccountRoutes(state: UsdmState): Route[] {
  return [...versioned(state, 2), ...versioned(state, 3), ...unversioned(state)];
}

function versioned(state: UsdmState, version: 2 | 3): Route[] {
  const at = (name: string): Pick<Route, 'method' | 'path' | 'security'> => ({
    ...{ method: 'GET', path: `/fapi/v${version}/${name}`, security: 'USER_DATA' },
  });
  return [
    { ...at('account'), weight: 5, params: [], handle: ({ account }) => usdmAccountView(state, account, version) },
    { ...at('balance'), weight: 5, params: [], handle: ({ account }) => balancesView(state, account) },
    {
      ...at('positionRisk'),
      ...{ weight: 5, params: [may('symbol', 'symbol')] },
      handle: ({ account, params }) =>
        positionsOf(state, account, version, params.find('symbol')).map((position) =>
          riskView(state, account, position, version),
        ),
    },
  ];
}

function unversioned(state: UsdmState): Route[] {
  return [
    {
      ...{ method: 'GET', path: '/fapi/v1/leverageBracket', security: 'USER_DATA', weight: 1 },
      params: [may('symbol', 'symbol')],
      handle({ params }) {
        const symbol = params.find('symbol');
        if (symbol !== undefined) return bracketView(state, symbol);
        return [...state.symbols.keys()].map((name) => bracketView(state, name));
      },
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/commissionRate', security: 'USER_DATA', weight: 20 },
      params: [must('symbol', 'symbol')],
      handle({ account, params }) {
        const { maker, taker } = account.usdmCommission;
        return {
          symbol: usdmRulesOf(state, params.text('symbol')).symbol,
          makerCommissionRate: fixed(maker, RATE_PLACES),
          takerCommissionRate: fixed(taker, RATE_PLACES),
        };
      },
    },
    {
      ...{ method: 'GET', path: '/fapi/v1/rateLimit/order', security: 'USER_DATA', weight: 1, params: [] },
      handle: () =>
        [
          { interval: 'SECOND', intervalNum: 10, limit: 300 },
          { interval: 'MINUTE', intervalNum: 1, limit: 1_200 },
        ].map((window) => ({ rateLimitType: 'ORDERS', ...window })),
    },
  ];
}

/** Numbers here, and not texts: this is the one place where the exchange writes them so. */
function bracketView(state: UsdmState, symbol: string): unknown {
  const { brackets } = usdmRulesOf(state, symbol);
  if (brackets.length === 0) throw invalidValue('symbol');
  return {
    symbol,
    brackets: brackets.map(({ cap, leverage, maintenance }, index) => ({
      ...{ bracket: index + 1, initialLeverage: leverage, notionalCap: cap },
      ...{ notionalFloor: brackets[index - 1]?.cap ?? 0, maintMarginRatio: maintenance, cum: 0 },
    })),
  };
}
