import type { Market } from '../../markets/market.ts';
import type { Decimal } from '../../money/decimal.ts';
import type { Holding } from '../../positions/position.ts';
import type { Balance, OrderFill } from '../exchange.ts';
import type { Books } from './books.ts';
import type { OpenPaperOrder, PaperOrder } from './paper-order.ts';
import type { PaperSettings } from './paper-settings.ts';

export type PaperScope = { accountId: string; market: Market };
export type PaperSymbol = { market: Market; symbol: string };
export type SeenPrice = PaperSymbol & { price: Decimal; seenAt: Date; source: string };

/** What a decision about an account rests on. `found` are the orders under the client order ids asked for. */
export type Page = { settings: PaperSettings; books: Books; found: readonly PaperOrder[] };
/** Without books nothing is written. With them, `orders` are those that are new or have changed. */
export type Change<Result> = { result: Result; books?: Books; orders?: readonly PaperOrder[] };

/** Where the paper exchange keeps its books. */
export interface PaperStore {
  /** Gives an account what it starts with. @returns false when it had its books already; they stay as they are */
  open(accountId: string, settings: PaperSettings): Promise<boolean>;
  /** Lets one caller at a time decide about an account. What it decides is written whole, or not at all. */
  change<Result>(
    scope: PaperScope & { clientOrderIds?: readonly string[] },
    decide: (page: Page) => Change<Result>,
  ): Promise<Result>;
  /** Waits for a change of the account that is under way: undefined means that the order will not turn up any more. */
  find(accountId: string, clientOrderId: string): Promise<PaperOrder | undefined>;
  /** All that rests or waits, oldest first. */
  openOrders(scope: PaperScope): Promise<OpenPaperOrder[]>;
  /** Fills in a symbol, oldest first: of one order, or since a moment. */
  fills(scope: PaperScope & { symbol: string; orderId?: string; since?: Date }): Promise<OrderFill[]>;
  balances(scope: PaperScope): Promise<Balance[]>;
  positions(accountId: string): Promise<ReadonlyMap<string, Holding>>;
  /** Keeps the newest price. @returns the accounts with an order that this price fills, triggers or gives a better price to follow */
  keepPrice(seen: SeenPrice): Promise<string[]>;
  lastPrice(market: Market, symbol: string): Promise<{ price: Decimal; seenAt: Date } | undefined>;
  /** Symbols in which some account has an order that rests or waits. */
  openSymbols(): Promise<PaperSymbol[]>;
}
