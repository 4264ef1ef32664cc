import type { Page, PageRequest } from '../paging/page.ts';
import type { Fill, Order, OrderStatus } from './order.ts';

export type OrderFilter = PageRequest & { status?: OrderStatus; symbol?: string; strategyId?: string };

export type FilledOrder = Order & { fills: readonly Fill[] };

export interface OrderList {
  /** Newest first. */
  list(userId: string, filter: OrderFilter): Promise<Page<Order>>;
  find(userId: string, id: string): Promise<FilledOrder | undefined>;
}
