import type { Database } from '../database/pool.pg.ts';
import type { Market } from '../markets/market.ts';
import { decimal, one, sum, zero } from '../money/decimal.ts';
import { priceBook, QUOTE_SYMBOLS, quoteOf } from '../portfolio/value-account.ts';
import { unrealizedPnl } from '../positions/pnl.ts';
import { LOAD_BOOK } from './load-book.sql.ts';
import type { RiskBook, Traded } from './risk-book.ts';

type PlaceRow = { account_id: string; strategy_id: string | null; market: Market; symbol: string };
type Snapshot = { unrealized_pnl: string; equity: string; at: string };

/** Rows that come as jsonb: decimals and instants are text. */
type BookRow = {
  version: string;
  since: Date;
  held: (PlaceRow & { quantity: string; entry_notional: string; price: string | null })[];
  entries: (PlaceRow & { notional: string })[];
  recent: (PlaceRow & { count: number })[];
  closed: (PlaceRow & { net_pnl: string; closed_at: string })[];
  last_closed: (PlaceRow & { exit_at: string; loss_at: string | null })[];
  realized: { symbol: string; net_pnl: string | null }[];
  prices: { market: Market; symbol: string; price: string; seen_at: string }[];
  before: Snapshot | null;
  latest: Snapshot | null;
  peak: Pick<Snapshot, 'equity' | 'at'> | null;
};

/** Worth one of each other, near enough for a limit, where nobody has seen a price. */
const STABLE: readonly string[] = ['USDC', 'FDUSD', 'TUSD'];

export type BookScope = { userId: string; accountId: string; symbol: string; cooldownSeconds: number };

/** Called before an entry is decided on; the version in it says later whether it still holds. */
export async function loadRiskBook(database: Database, scope: BookScope): Promise<RiskBook> {
  const { userId, accountId, symbol, cooldownSeconds } = scope;
  const { rows } = await database.query<BookRow>(LOAD_BOOK, [userId, accountId, cooldownSeconds, QUOTE_SYMBOLS]);
  const [row] = rows;
  if (row === undefined) throw new Error('A select without a table gave no row');
  return toBook(row, symbol);
}

function toBook(row: BookRow, symbol: string): RiskBook {
  const seen = row.prices.map(({ seen_at, price, ...rest }) => ({
    ...rest,
    price: decimal(price),
    seenAt: new Date(seen_at),
  }));
  const prices = priceBook(seen, row.since);
  const worth = (of: string) => prices.worthOf(quoteOf(of)) ?? one;
  return {
    version: row.version,
    held: row.held.map((one) => {
      const holding = { quantity: decimal(one.quantity), entryNotional: decimal(one.entry_notional) };
      const price = one.price === null ? undefined : decimal(one.price);
      const exposure = price === undefined ? holding.entryNotional : holding.quantity.abs().times(price);
      const pnl = price === undefined ? zero : unrealizedPnl(holding, price);
      const inQuote = worth(one.symbol);
      return { ...placeOf(one), exposure: exposure.times(inQuote), unrealizedPnl: pnl.times(inQuote) };
    }),
    entries: row.entries.map((one) => ({
      ...placeOf(one),
      notional: decimal(one.notional).times(worth(one.symbol)),
    })),
    recentOrders: row.recent.map((one) => ({ ...placeOf(one), count: one.count })),
    closed: row.closed.map((one) => ({
      ...placeOf(one),
      netPnl: decimal(one.net_pnl),
      closedAt: new Date(one.closed_at),
    })),
    lastClosed: row.last_closed.map((one) => ({
      ...placeOf(one),
      exitAt: new Date(one.exit_at),
      ...(one.loss_at === null ? {} : { lossAt: new Date(one.loss_at) }),
    })),
    account: {
      since: row.since,
      realizedPnl: sum(row.realized.map((one) => decimal(one.net_pnl ?? '0').times(worth(one.symbol)))),
      unrealizedBefore: decimal(row.before?.unrealized_pnl ?? '0'),
      ...equityOf('equity', row.latest),
      ...equityOf('peak', row.peak),
    },
    quoteWorth: prices.worthOf(quoteOf(symbol)) ?? (STABLE.includes(quoteOf(symbol)) ? one : undefined),
  };
}

function placeOf({ account_id, strategy_id, market, symbol }: PlaceRow): Traded {
  return { accountId: account_id, market, symbol, ...(strategy_id === null ? {} : { strategyId: strategy_id }) };
}

function equityOf(name: 'equity' | 'peak', row: Pick<Snapshot, 'equity' | 'at'> | null) {
  return row === null ? {} : { [name]: { value: decimal(row.equity), at: new Date(row.at) } };
}
