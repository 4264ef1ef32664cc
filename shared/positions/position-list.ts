import type { Decimal } from '../money/decimal.ts';
import type { Page, PageRequest } from '../paging/page.ts';
import type { Position } from './position.ts';

export type PositionFilter = PageRequest & { status: 'open' | 'closed' | 'all' };

export type ListedPosition = Position & {
  id: string;
  accountId: string;
  /** The one whose order last traded it: closing goes through it. */
  strategyId?: string;
  /** What the symbol last traded at, and when that was seen. */
  lastPrice?: Decimal;
  lastPriceAt?: Date;
};

export interface PositionList {
  /** Newest first. */
  list(userId: string, filter: PositionFilter): Promise<Page<ListedPosition>>;
  find(userId: string, id: string): Promise<ListedPosition | undefined>;
}
