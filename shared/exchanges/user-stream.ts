import type { Account } from '../accounts/account.ts';
import type { Market } from '../markets/market.ts';
import type { ExchangeOrder } from '../orders/exchange-order.ts';
import type { Fill, Side } from '../orders/order.ts';

/**
 * How an order stands after an event, and the one fill that the event told of. Fills of before are not repeated here: whoever
 * ends an order on the strength of an update has to have them all, or look the order up.
 */
export type OrderUpdate = {
  market: Market;
  symbol: string;
  side: Side;
  isOurs: boolean;
  order: Omit<ExchangeOrder, 'fills'>;
  fill?: Fill;
  at: Date;
};

/**
 * - `connected`: whatever happened before this moment was not heard
 * - `missed_fills`: more of the order is filled than was told; it may only be late
 * - `triggered`: a conditional order has become an order of another id
 * - `unreadable`: an event about an order could not be read
 */
export type StreamGap =
  | { market: Market; reason: 'connected' | 'unreadable' }
  | { market: Market; reason: 'missed_fills' | 'triggered'; symbol: string; clientOrderId: string };

export type UserStreamHandlers = {
  onOrder(update: OrderUpdate): void;
  /** Something may have happened that was not told: look it up. Comes with every connection, the first one included. */
  onGap(gap: StreamGap): void;
  /** It is being tried again. */
  onLost?(reason: string): void;
};

export type UserStream = { close(): void };

/**
 * Hears what happens to the orders of an account in one market, and connects again for as long as it is not closed.
 * @throws AppError when the account cannot be signed for
 */
export type OpenUserStream = (account: Account, market: Market, handlers: UserStreamHandlers) => Promise<UserStream>;
