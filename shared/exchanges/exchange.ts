import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { ExchangeOrder } from '../orders/exchange-order.ts';
import type { OrderDraft } from '../orders/order.ts';
import type { SymbolRules } from './symbol-rules.ts';

/** A draft on its way: `clientOrderId` is what makes asking twice harmless. */
export type OrderRequest = OrderDraft & {
  clientOrderId: string;
  /** The alert's price. The paper exchange fills market orders at it; a real one ignores it. */
  referencePrice?: Decimal;
};

/**
 * What came of asking.
 * - `accepted`: the exchange has the order, filled or not
 * - `rejected`: it refused for good, and says why
 * - `not_executed`: it certainly did not take the order, and asking again later may help
 * - `unknown`: it may or may not have the order: look it up, never ask again blindly
 */
export type PlaceOutcome =
  | { status: 'accepted'; order: ExchangeOrder }
  | { status: 'rejected'; code: string; message: string }
  | { status: 'not_executed'; message: string; retryAfterMs?: number }
  | { status: 'unknown'; message: string };

/** `not_found` is what the exchange says now; `isFinal` when no earlier request can still arrive. */
export type LookUpOutcome = { status: 'found'; order: ExchangeOrder } | { status: 'not_found'; isFinal: boolean };

export type CancelOutcome =
  | { status: 'canceled'; order: ExchangeOrder }
  | { status: 'already_closed'; order: ExchangeOrder }
  | { status: 'not_found' };

export type Balance = { asset: string; free: Decimal; locked: Decimal };

/** What the account holds in one symbol, signed: negative is short. */
export type ExchangePosition = { market: Market; symbol: string; quantity: Decimal; averageEntryPrice?: Decimal };

/** One account on one exchange. Every call has a time limit of its own; what cannot be answered is thrown. */
export interface Exchange {
  /** @returns undefined when the exchange does not trade the symbol in that market */
  symbolRules(market: Market, symbol: string): Promise<SymbolRules | undefined>;
  /** Symbols that read most like the one asked for, nearest first, for the message that says it is unknown. */
  nearestSymbols(market: Market, symbol: string, limit: number): Promise<string[]>;
  place(request: OrderRequest): Promise<PlaceOutcome>;
  cancel(market: Market, symbol: string, clientOrderId: string): Promise<CancelOutcome>;
  lookUp(market: Market, symbol: string, clientOrderId: string): Promise<LookUpOutcome>;
  openOrders(market: Market): Promise<ExchangeOrder[]>;
  balances(market: Market): Promise<Balance[]>;
  positions(market: Market): Promise<ExchangePosition[]>;
  /** @returns undefined when the exchange has not seen a price yet */
  lastPrice(market: Market, symbol: string): Promise<{ price: Decimal; seenAt: Date } | undefined>;
}
