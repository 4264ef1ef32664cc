import type { Database } from '../database/pool.pg.ts';
import type { ScopedLimits } from '../limits/limits.ts';
import { readLimits } from '../limits/limits-json.ts';
import type { Market } from '../markets/market.ts';
import { decimal } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';
import type { Strategy } from '../strategies/strategy.ts';
import { loadRiskBook } from './load-book.pg.ts';
import { contextColumns } from './load-book.sql.ts';
import { cooldownSeconds, limitsFor, NO_ENTRIES, type RiskContext, spansLanes } from './risk-context.ts';
import type { KeptTradingState } from './trading-state.ts';
import { type TradingStateRow, toTradingState } from './trading-state-store.pg.ts';

type JsonState = Omit<TradingStateRow, 'set_at' | 'expires_at'> & { set_at: string; expires_at: string | null };

/** What `contextColumns` give. */
export type ContextRow = {
  trading_version: string;
  compared_at: Date | null;
  trading_states: JsonState[];
  risk_limits: { scope: Exclude<ScopedLimits['scope'], 'strategy'>; subject: string; limits: unknown }[];
  open_entries: { side: Side; notional: string }[];
};

export type ContextScope = {
  userId: string;
  strategy: Pick<Strategy, 'id' | 'limits' | 'accountId'>;
  market: Market;
  symbol: string;
  /** Exits are asked nothing, and need not wait for what others are measured on. */
  isExit: boolean;
};

const CONTEXT = `select ${contextColumns({ user: '$1::text', account: '$2::text', market: '$3::text', symbol: '$4::text' })}`;

/** For whoever has no statement of its own to read the columns with. */
export async function loadRiskContext(
  database: Database,
  scope: ContextScope,
): Promise<{ risk: RiskContext; states: KeptTradingState[] }> {
  const { userId, strategy, market, symbol } = scope;
  const { rows } = await database.query<ContextRow>(CONTEXT, [userId, strategy.accountId, market, symbol]);
  const [row] = rows;
  if (row === undefined) throw new Error('A select without a table gave no row');
  return { risk: await toRiskContext(database, row, scope), states: statesOf(row) };
}

export async function toRiskContext(database: Database, row: ContextRow, scope: ContextScope): Promise<RiskContext> {
  const { userId, strategy, symbol } = scope;
  const others = row.risk_limits.map(({ limits, ...rest }) => ({ ...rest, limits: readLimits(limits) }));
  const limits = limitsFor(strategy, others);
  const openEntries = { ...NO_ENTRIES };
  for (const { side, notional } of row.open_entries) openEntries[side] = decimal(notional);
  const isNeeded = !scope.isExit && spansLanes(limits);
  const bookScope = { userId, symbol, accountId: strategy.accountId, cooldownSeconds: cooldownSeconds(limits) };
  const tradingVersion = row.trading_version;
  const compared = row.compared_at === null ? {} : { comparedAt: row.compared_at };
  return {
    tradingVersion,
    ...compared,
    limits,
    openEntries,
    book: isNeeded ? await loadRiskBook(database, bookScope) : undefined,
  };
}

export function statesOf({ trading_states: rows }: ContextRow): KeptTradingState[] {
  return rows.map((row) =>
    toTradingState({
      ...row,
      set_at: new Date(row.set_at),
      expires_at: row.expires_at === null ? null : new Date(row.expires_at),
    }),
  );
}
