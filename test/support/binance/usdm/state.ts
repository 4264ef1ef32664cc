import { type Decimal, decimal, zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import type { EventBus } from '../event-bus.ts';
import type { FillPlan } from '../fill-plan.ts';
import type { MarketBook } from '../market-book.ts';
import type { ServerClock } from '../protocol/clock.ts';
import { invalidSymbol } from '../protocol/errors.ts';
import type { OrderCounts } from '../protocol/order-counts.ts';
import type { UsdmSymbolRules } from '../symbols/usdm-symbol.ts';
import type { AlgoOrder } from './algo-order.ts';
import type { PositionSide, UsdmOrder } from './order.ts';
import type { Position } from './position.ts';

const DEFAULT_LEVERAGE = 20;

export type UsdmHolding = {
  balances: Map<string, Decimal>;
  isHedged: boolean;
  leverage: Map<string, number>;
  isolated: Set<string>;
  positions: Map<string, Position>;
  /** When all orders of a symbol are to be canceled, unless the client is heard of before. */
  countdowns: Map<string, number>;
};

/** Everything the USD-M exchange remembers. */
export type UsdmState = {
  clock: ServerClock;
  bus: EventBus;
  book: MarketBook;
  counts: OrderCounts;
  symbols: ReadonlyMap<string, UsdmSymbolRules>;
  holdings: Map<string, UsdmHolding>;
  orders: UsdmOrder[];
  algos: AlgoOrder[];
  fillPlan: FillPlan;
  changes: number;
  lastIds: Map<string, bigint>;
};

export function usdmState(
  deps: Pick<UsdmState, 'clock' | 'bus' | 'book' | 'counts' | 'fillPlan'> & { rules: readonly UsdmSymbolRules[] },
): UsdmState {
  const { rules, ...rest } = deps;
  return {
    ...rest,
    symbols: new Map(rules.map((symbol) => [symbol.symbol, symbol])),
    ...{ holdings: new Map(), orders: [], algos: [], changes: 0, lastIds: new Map() },
  };
}

export function createHolding(start: Readonly<Record<string, string>>, isHedged: boolean): UsdmHolding {
  return {
    balances: new Map(Object.entries(start).map(([asset, amount]) => [asset, decimal(amount)])),
    isHedged,
    ...{ leverage: new Map(), isolated: new Set(), positions: new Map(), countdowns: new Map() },
  };
}

export function holdingOf(state: UsdmState, account: FakeAccount): UsdmHolding {
  const kept = state.holdings.get(account.apiKey);
  if (kept !== undefined) return kept;
  const fresh = createHolding({}, false);
  state.holdings.set(account.apiKey, fresh);
  return fresh;
}

export function usdmRulesOf(state: UsdmState, symbol: string): UsdmSymbolRules {
  const rules = state.symbols.get(symbol);
  if (rules === undefined) throw invalidSymbol();
  return rules;
}

export function positionOf(holding: UsdmHolding, symbol: string, side: PositionSide): Position {
  const key = `${symbol} ${side}`;
  const kept = holding.positions.get(key);
  if (kept !== undefined) return kept;
  const fresh: Position = { symbol, side, amount: zero, cost: zero, updatedAtMs: 0 };
  holding.positions.set(key, fresh);
  return fresh;
}

export const balanceOf = (holding: UsdmHolding, asset: string): Decimal => holding.balances.get(asset) ?? zero;

export const leverageOf = (holding: UsdmHolding, symbol: string): number =>
  holding.leverage.get(symbol) ?? DEFAULT_LEVERAGE;
