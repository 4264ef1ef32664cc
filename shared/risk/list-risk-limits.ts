import type { ScopedLimits } from '../limits/limits.ts';
import type { StrategyStore } from '../strategies/store.ts';
import type { RiskLimitStore } from './limit-store.ts';

export type ListRiskLimitsDeps = { riskLimits: RiskLimitStore; strategies: Pick<StrategyStore, 'list'> };
export type ListedLimits = ScopedLimits & { updatedBy?: string; updatedAt?: Date };

const PAGE_SIZE = 200;

/** All limits of a user, wherever they stand: what is set for the user, accounts and symbols, and what strategies have. */
export async function listRiskLimits(
  { riskLimits, strategies }: ListRiskLimitsDeps,
  { userId }: { userId: string },
): Promise<ListedLimits[]> {
  const listed: ListedLimits[] = await riskLimits.list(userId);
  const found = [...listed];
  let cursor: string | undefined;
  do {
    const page = await strategies.list(userId, { limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) });
    for (const { id, limits, updatedAt } of page.items)
      if (Object.keys(limits).length > 0) found.push({ scope: 'strategy', subject: id, limits, updatedAt });
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}
