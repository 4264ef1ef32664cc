import type { FakeAccount } from '../account.ts';
import type { EventBus } from '../event-bus.ts';
import type { FillPlan } from '../fill-plan.ts';
import type { MarketBook } from '../market-book.ts';
import type { ServerClock } from '../protocol/clock.ts';
import { invalidSymbol } from '../protocol/errors.ts';
import type { OrderCounts } from '../protocol/order-counts.ts';
import type { SpotSymbolRules } from '../symbols/spot-symbol.ts';
import type { SpotOrder } from './order.ts';
import type { OrderList } from './order-list.ts';
import { createWallet, type Wallet } from './wallet.ts';

/** Everything the Spot exchange remembers. */
export type SpotState = {
  clock: ServerClock;
  bus: EventBus;
  book: MarketBook;
  counts: OrderCounts;
  symbols: ReadonlyMap<string, SpotSymbolRules>;
  wallets: Map<string, Wallet>;
  orders: SpotOrder[];
  lists: OrderList[];
  fillPlan: FillPlan;
  /** How many times prices were set: the beat to which resting orders fill. */
  changes: number;
  lastIds: Map<string, bigint>;
};

export function spotState(
  deps: Pick<SpotState, 'clock' | 'bus' | 'book' | 'counts' | 'fillPlan'> & { rules: readonly SpotSymbolRules[] },
): SpotState {
  const { rules, ...rest } = deps;
  return {
    ...rest,
    symbols: new Map(rules.map((symbol) => [symbol.symbol, symbol])),
    wallets: new Map(),
    orders: [],
    lists: [],
    changes: 0,
    lastIds: new Map(),
  };
}

export function walletOf(state: SpotState, account: FakeAccount): Wallet {
  const kept = state.wallets.get(account.apiKey);
  if (kept !== undefined) return kept;
  const fresh = createWallet({});
  state.wallets.set(account.apiKey, fresh);
  return fresh;
}

export function rulesOf(state: SpotState, symbol: string): SpotSymbolRules {
  const rules = state.symbols.get(symbol);
  if (rules === undefined) throw invalidSymbol();
  return rules;
}

/** The next number of a series that starts at `first`. */
export function nextId(state: { lastIds: Map<string, bigint> }, series: string, first: bigint): bigint {
  const next = (state.lastIds.get(series) ?? first - 1n) + 1n;
  state.lastIds.set(series, next);
  return next;
}
