import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { ListedPosition, PositionFilter, PositionList } from './position-list.ts';

export function memoryPositionList(positions: readonly (ListedPosition & { userId: string })[]): PositionList {
  const listed = (userId: string): ListedPosition[] =>
    positions.filter((one) => one.userId === userId).map(({ userId: _, ...position }) => position);
  return {
    async list(userId, { status, limit, cursor = BEFORE_FIRST }) {
      const found = listed(userId).filter((one) => one.id < cursor && hasStatus(one, status));
      return cutPage(
        found.sort((a, b) => (a.id < b.id ? 1 : -1)),
        limit,
      );
    },
    find: async (userId, id) => listed(userId).find((one) => one.id === id),
  };
}

function hasStatus(position: ListedPosition, status: PositionFilter['status']): boolean {
  return status === 'all' || (status === 'closed') === (position.closedAt !== undefined);
}
