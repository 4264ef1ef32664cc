import type { Position } from '../positions/position.ts';
import type { Figures, SeenPrice, SymbolTotals } from './portfolio.ts';

export type EquityPoint = { at: Date } & Omit<Figures, 'commission'>;
export type EquitySnapshot = EquityPoint & { userId: string; accountId: string };
export type CurveRequest = { from: Date; to: Date; maxPoints: number; accountId?: string };

export interface PortfolioStore {
  openPositions(userId: string, accountId: string): Promise<Position[]>;
  totals(userId: string, accountId: string): Promise<SymbolTotals[]>;
  /** What the account last saw of any of the symbols, in either market. */
  prices(userId: string, accountId: string, symbols: readonly string[]): Promise<SeenPrice[]>;
  /** All that the exchange of the account was asked about. */
  knownPrices(userId: string, accountId: string): Promise<SeenPrice[]>;
  /** What was seen later stays. */
  keepPrices(userId: string, accountId: string, seen: readonly SeenPrice[]): Promise<void>;
  /** One snapshot per account and instant: a repeat changes nothing. The highest equity is kept beside them. */
  addSnapshots(snapshots: readonly EquitySnapshot[]): Promise<void>;
  /** Oldest first, accounts added up; of each part of the time the last snapshot, at most `maxPoints`. */
  curve(userId: string, request: CurveRequest): Promise<EquityPoint[]>;
}
