import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { FilledOrder, OrderList } from './order-list.ts';

export function memoryOrderList(orders: readonly FilledOrder[]): OrderList {
  const ofUser = (userId: string) => orders.filter((one) => one.userId === userId);
  return {
    async list(userId, { limit, cursor = BEFORE_FIRST, status, symbol, strategyId }) {
      const found = ofUser(userId).filter(
        (one) =>
          one.id < cursor &&
          (status === undefined || one.status === status) &&
          (symbol === undefined || one.symbol === symbol) &&
          (strategyId === undefined || one.strategyId === strategyId),
      );
      return cutPage(
        found.sort((a, b) => (a.id < b.id ? 1 : -1)),
        limit,
      );
    },
    find: async (userId, id) => ofUser(userId).find((one) => one.id === id),
  };
}
