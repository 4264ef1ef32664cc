import type { LimitScope } from '../limits/limits.ts';
import type { Market } from '../markets/market.ts';
import { type Decimal, sum } from '../money/decimal.ts';

/** Where something was traded, and by whose orders. Of what was opened before strategies were noted, nobody knows. */
export type Traded = { accountId: string; strategyId?: string; market: Market; symbol: string };

/** What was closed last in one place, and when it was closed at a loss. */
export type LastClosed = Traded & { exitAt: Date; lossAt?: Date };

/**
 * All of a user that limits beyond one lane are measured on, as of one moment; money in USDT. `version` counts the entries
 * of the user: an order that was judged on this book is kept only while no other entry was kept meanwhile.
 */
export type RiskBook = {
  version: string;
  /** Open positions at the last price seen, or at their cost where none was. */
  held: (Traded & { exposure: Decimal; unrealizedPnl: Decimal })[];
  /** What entries that are on their way or rest have left to fill. */
  entries: (Traded & { notional: Decimal })[];
  /** Orders of the last minute. */
  recentOrders: (Traded & { count: number })[];
  /** Positions closed today, newest first. */
  closed: (Traded & { netPnl: Decimal; closedAt: Date })[];
  lastClosed: LastClosed[];
  /** Of the account that the order is for. */
  account: AccountBook;
  /** Of one unit of the quote asset of the order's symbol, where that is known. */
  quoteWorth: Decimal | undefined;
};

export type AccountBook = {
  /** Losses count from here: the UTC day, or the moment when a person resumed trading in it. */
  since: Date;
  /** Of fills since then, less commission. */
  realizedPnl: Decimal;
  /** Of the positions that were open then. */
  unrealizedBefore: Decimal;
  equity?: { value: Decimal; at: Date };
  peak?: { value: Decimal; at: Date };
};

/** Whether something counts for the limits of a scope. */
export function isWithin(scope: LimitScope, subject: string): (traded: Traded) => boolean {
  switch (scope) {
    case 'user':
      return () => true;
    case 'account':
      return ({ accountId }) => accountId === subject;
    case 'strategy':
      return ({ strategyId }) => strategyId === subject;
    case 'symbol':
      return ({ symbol }) => symbol === subject;
  }
}

export const isSamePlace =
  (place: Omit<Traded, 'strategyId'>) =>
  ({ accountId, market, symbol }: Traded): boolean =>
    accountId === place.accountId && market === place.market && symbol === place.symbol;

/** What the account has won or lost since its day began. */
export function dayPnl({ held, account }: RiskBook, accountId: string): Decimal {
  const unrealized = sum(held.filter((one) => one.accountId === accountId).map((one) => one.unrealizedPnl));
  return account.realizedPnl.plus(unrealized).minus(account.unrealizedBefore);
}
