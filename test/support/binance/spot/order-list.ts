import type { FakeAccount } from '../account.ts';
import type { SpotOrder } from './order.ts';

export type ListStatusType = 'EXEC_STARTED' | 'ALL_DONE';

/** OCO: two orders of which one can trade. OTOCO: a working order first, and an OCO once it is filled. */
export type OrderList = {
  orderListId: number;
  listClientOrderId: string;
  /** An OTOCO calls itself OTO in every reply. */
  contingencyType: 'OCO' | 'OTO';
  account: FakeAccount;
  symbol: string;
  working: SpotOrder | undefined;
  /** The pair of which one cancels the other. */
  pair: [SpotOrder, SpotOrder];
  status: ListStatusType;
  createdAtMs: number;
  updatedAtMs: number;
};

export const ordersOf = (list: OrderList): SpotOrder[] =>
  list.working === undefined ? list.pair : [list.working, ...list.pair];

export function siblingOf(list: OrderList, order: SpotOrder): SpotOrder | undefined {
  const [one, other] = list.pair;
  if (order === one) return other;
  return order === other ? one : undefined;
}
