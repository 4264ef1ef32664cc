import type { Account } from '../accounts/account.ts';
import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { OrderStatus } from '../orders/order.ts';

/** One market of an account that has a key, and something that may happen in it. `keyId` is another one when the key is. */
export type WatchedMarket = { account: Account; market: Market; keyId: string };

/** An order as the exchange told of it. Without `state`, all that is known is that something happened to it. */
export type HeardOrder = {
  account: Pick<Account, 'id' | 'userId'>;
  clientOrderId: string;
  state?: { status: OrderStatus; filledQuantity: Decimal };
};

/**
 * - `queued`: there is news, and a look-up waits in the lane
 * - `known`: not an order of ours, or one that we know as it was told
 * - `busy`: its lane is being worked, which may be what brought the news, or its own answer is still awaited: ask again soon
 */
export type Noticed = 'queued' | 'known' | 'busy';

export interface UserStreamStore {
  /** Where something may happen: an enabled strategy, an order under way, an open position. Of every user. */
  watched(): Promise<WatchedMarket[]>;
  /** @param isPatient whether a lane that is being worked is left alone for now */
  notice(heard: HeardOrder, isPatient: boolean): Promise<Noticed>;
  /** Has every resting order of the account looked up in that market. @returns in how many lanes */
  noticeAll(account: Pick<Account, 'id' | 'userId'>, market: Market): Promise<number>;
}
