import type { AuditEntry } from '../audit/audit.ts';
import type { Market } from '../markets/market.ts';
import type { Flatten, FlattenLane, LaneState } from './flatten.ts';

/**
 * A lane with an open position or open orders. `strategyId` is whose command closes it: the last that traded there, or any on
 * the account. `before` is the last command of this kind there, and whether it is still on its way.
 */
export type OpenLane = {
  accountId: string;
  market: Market;
  symbol: string;
  strategyId?: string;
  before?: { alertId: string; isPending: boolean };
};

export interface FlattenStore {
  openLanes(userId: string, accountId?: string): Promise<OpenLane[]>;
  /** Makes what waits for a later moment in these lanes due, so that nothing is waited for before they are closed. */
  hasten(userId: string, lanes: readonly FlattenLane[]): Promise<void>;
  add(userId: string, flatten: Flatten, audit: AuditEntry): Promise<void>;
  find(userId: string, id: string): Promise<Flatten | undefined>;
  /** In the order of the lanes given. */
  statesOf(userId: string, lanes: readonly FlattenLane[]): Promise<LaneState[]>;
}

/** What the command of a lane is known by, followed by the one before it: two that are asked at once are one. */
export function flattenKey({ accountId, market, symbol }: Pick<OpenLane, 'accountId' | 'market' | 'symbol'>): string {
  return `flatten:${accountId}:${market}:${symbol}:`;
}
