import type { OrderTerms } from '../orders/order.ts';

export type StopTerms = Extract<OrderTerms, { type: 'stop_market' }>;
export type TargetTerms = Extract<OrderTerms, { type: 'take_profit_market' }>;
export type TrailingTerms = Extract<OrderTerms, { type: 'trailing_stop' }>;
export type LimitTerms = Extract<OrderTerms, { type: 'limit' }>;
