import { type Decimal, print, sum, zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { fixed, fixed8 } from '../protocol/amounts.ts';
import { availableOf, maxNotional, openOrderMargin, positionMargin, unrealizedAt } from './margin.ts';
import { isOpen, type PositionSide } from './order.ts';
import { entryOf, type Position } from './position.ts';
import {
  balanceOf,
  holdingOf,
  leverageOf,
  positionOf,
  type UsdmHolding,
  type UsdmState,
  usdmRulesOf,
} from './state.ts';

type View = Record<string, unknown>;

const sidesOf = ({ isHedged }: UsdmHolding): PositionSide[] => (isHedged ? ['LONG', 'SHORT'] : ['BOTH']);

/** v2 lists every symbol, v3 only those with a position or an open order. */
export function positionsOf(state: UsdmState, account: FakeAccount, version: 2 | 3, symbol?: string): Position[] {
  const holding = holdingOf(state, account);
  const symbols = symbol === undefined ? [...state.symbols.keys()] : [usdmRulesOf(state, symbol).symbol];
  const hasOrder = (name: string): boolean =>
    state.orders.some((order) => order.account === account && order.rules.symbol === name && isOpen(order));
  return symbols
    .flatMap((name) => sidesOf(holding).map((side) => positionOf(holding, name, side)))
    .filter((position) => version === 2 || !position.amount.eq(zero) || hasOrder(position.symbol));
}

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Position-Information-V3 */
export function riskView(state: UsdmState, account: FakeAccount, position: Position, version: 2 | 3): View {
  const holding = holdingOf(state, account);
  const rules = usdmRulesOf(state, position.symbol);
  const leverage = leverageOf(holding, position.symbol);
  const mark = state.book.find(position.symbol)?.mark ?? zero;
  const margin = positionMargin(state, holding, position);
  const isIsolated = holding.isolated.has(position.symbol);
  const shared = {
    ...{ symbol: position.symbol, positionSide: position.side, positionAmt: print(position.amount) },
    entryPrice: fixed(entryOf(position), rules.pricePrecision + 3),
    ...{ breakEvenPrice: '0.0', markPrice: fixed8(mark), unRealizedProfit: fixed8(unrealizedAt(state, position)) },
    ...{ liquidationPrice: '0', isolatedMargin: isIsolated ? fixed8(margin) : '0', isolatedWallet: '0' },
    ...{ notional: fixed8(position.amount.times(mark)), updateTime: position.updatedAtMs },
  };
  if (version === 2)
    return {
      ...shared,
      ...{ leverage: String(leverage), maxNotionalValue: String(maxNotional(rules, leverage)) },
      ...{ marginType: isIsolated ? 'isolated' : 'cross', isAutoAddMargin: 'false' },
    };
  const orders = openOrderMargin(state, account, position.symbol);
  return {
    ...shared,
    ...{ marginAsset: 'USDT', initialMargin: fixed8(margin.plus(orders)), maintMargin: '0' },
    ...{ positionInitialMargin: fixed8(margin), openOrderInitialMargin: fixed8(orders), adl: 2 },
    ...{ bidNotional: '0', askNotional: '0' },
  };
}

function totals(state: UsdmState, account: FakeAccount): Record<'unrealized' | 'positions' | 'orders', Decimal> {
  const holding = holdingOf(state, account);
  const all = [...holding.positions.values()];
  return {
    unrealized: sum(all.map((position) => unrealizedAt(state, position))),
    positions: sum(all.map((position) => positionMargin(state, holding, position))),
    orders: openOrderMargin(state, account),
  };
}

export function balancesView(state: UsdmState, account: FakeAccount): View[] {
  const holding = holdingOf(state, account);
  return [...holding.balances.keys()].map((asset) => {
    const balance = fixed8(balanceOf(holding, asset));
    const isMargin = asset === 'USDT';
    const available = isMargin ? fixed8(availableOf(state, account)) : balance;
    return {
      ...{ accountAlias: 'SgsR', asset, balance, crossWalletBalance: balance },
      crossUnPnl: fixed8(isMargin ? totals(state, account).unrealized : zero),
      ...{ availableBalance: available, maxWithdrawAmount: available, marginAvailable: true, updateTime: 0 },
    };
  });
}

export function usdmAccountView(state: UsdmState, account: FakeAccount, version: 2 | 3): View {
  const holding = holdingOf(state, account);
  const { unrealized, positions, orders } = totals(state, account);
  const wallet = balanceOf(holding, 'USDT');
  const margins = {
    ...{ positionInitialMargin: fixed8(positions), openOrderInitialMargin: fixed8(orders), maintMargin: '0.00000000' },
    initialMargin: fixed8(positions.plus(orders)),
  };
  return {
    ...{ feeTier: 0, canTrade: account.canTrade, canDeposit: true, canWithdraw: true, updateTime: 0 },
    ...{ multiAssetsMargin: false, tradeGroupId: -1, totalMaintMargin: '0.00000000' },
    ...{ totalInitialMargin: margins.initialMargin, totalWalletBalance: fixed8(wallet) },
    ...{ totalUnrealizedProfit: fixed8(unrealized), totalMarginBalance: fixed8(wallet.plus(unrealized)) },
    ...{ totalPositionInitialMargin: fixed8(positions), totalOpenOrderInitialMargin: fixed8(orders) },
    ...{ totalCrossWalletBalance: fixed8(wallet), totalCrossUnPnl: fixed8(unrealized) },
    ...{ availableBalance: fixed8(availableOf(state, account)), maxWithdrawAmount: fixed8(wallet) },
    assets: balancesView(state, account).map(({ accountAlias: _alias, balance, ...asset }) => ({
      ...asset,
      ...{ walletBalance: balance, unrealizedProfit: asset.crossUnPnl, marginBalance: balance, ...margins },
    })),
    positions: positionsOf(state, account, version).map((position) => {
      const risk = riskView(state, account, position, version);
      const { unRealizedProfit, leverage } = risk;
      return { ...risk, unrealizedProfit: unRealizedProfit, leverage, isolated: holding.isolated.has(position.symbol) };
    }),
  };
}
