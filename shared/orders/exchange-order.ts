import type { Decimal } from '../money/decimal.ts';
import type { Fill, OrderStatus } from './order.ts';

/** An order as the exchange has it. */
export type ExchangeOrder = {
  clientOrderId: string;
  exchangeOrderId: string;
  status: Extract<OrderStatus, 'open' | 'partially_filled' | 'filled' | 'canceled' | 'rejected' | 'expired'>;
  filledQuantity: Decimal;
  averagePrice?: Decimal;
  reason?: string;
  fills: Fill[];
};
