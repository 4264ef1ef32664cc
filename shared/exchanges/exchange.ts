import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { ExchangeOrder } from '../orders/exchange-order.ts';
import type { ConditionalTerms, Fill, OrderDraft, OrderTerms, Side } from '../orders/order.ts';
import type { SymbolRules } from './symbol-rules.ts';

/** A draft on its way: `clientOrderId` is what makes asking twice harmless. */
export type OrderRequest = OrderDraft & {
  clientOrderId: string;
  /** The alert's price. The paper exchange fills market orders at it; a real one ignores it. */
  referencePrice?: Decimal;
  /**
   * When it was written down that this is sent. A real exchange takes it shortly after that or never, however long whoever sends
   * it was held up: others may have found it missing since, and sent it again.
   */
  submittedAt?: Date;
};

/**
 * What came of asking.
 * - `accepted`: the exchange has the order, filled or not
 * - `rejected`: it refused for good, and says why
 * - `not_executed`: it certainly did not take the order, and asking again later may help
 * - `unknown`: it may or may not have the order, or cannot tell yet what it filled: look it up, never ask again blindly
 */
export type PlaceOutcome =
  | { status: 'accepted'; order: ExchangeOrder }
  | { status: 'rejected'; code: string; message: string }
  | { status: 'not_executed'; message: string; retryAfterMs?: number }
  /** `exchangeOrderId`: it was taken, and only what became of it is not known. Such an order is never sent again. */
  | { status: 'unknown'; message: string; exchangeOrderId?: string };

/**
 * `not_found` is what the exchange says now; `isFinal` when no earlier request can still arrive. `unclear`: it answers, and does not
 * let anybody tell, so that asking again helps no further. Such an order is never sent again.
 */
export type LookUpOutcome =
  | { status: 'found'; order: ExchangeOrder }
  | { status: 'not_found'; isFinal: boolean }
  | { status: 'unclear' };

export type CancelOutcome =
  | { status: 'canceled'; order: ExchangeOrder }
  | { status: 'already_closed'; order: ExchangeOrder }
  | { status: 'not_found' };

export type Balance = { asset: string; free: Decimal; locked: Decimal };

/** What the account holds in one symbol, signed: negative is short. */
export type ExchangePosition = {
  market: Market;
  symbol: string;
  quantity: Decimal;
  averageEntryPrice?: Decimal;
  /** On an account in hedge mode, where one symbol may have a position of either side. */
  positionSide?: 'long' | 'short';
};

/**
 * An order that rests or waits on the exchange, whoever placed it; `isOurs` by its client order id. Its `fills` are not
 * listed here: what it has filled is asked for with `lookUp` or `fillsOf`.
 */
export type OpenOrder = ExchangeOrder & {
  market: Market;
  symbol: string;
  side: Side;
  quantity: Decimal;
  isOurs: boolean;
  /** Waits for its trigger, and so is not in the book. */
  isConditional: boolean;
};

/** One leg of a pair: an order of its own, under an id of its own. */
export type PairLeg<Terms extends OrderTerms> = Terms & { clientOrderId: string };
export type TakeProfitTerms =
  | Extract<ConditionalTerms, { type: 'take_profit_market' | 'take_profit_limit' }>
  | { type: 'limit'; price: Decimal };
export type StopTerms = Extract<ConditionalTerms, { type: 'stop_market' | 'stop_limit' | 'trailing_stop' }>;

/** A target and a stop behind the same quantity, of which one is to end the other. */
export type PairRequest = {
  market: Market;
  symbol: string;
  side: Side;
  quantity: Decimal;
  /** As of a single order. */
  submittedAt?: Date;
  takeProfit: PairLeg<TakeProfitTerms>;
  stop: PairLeg<StopTerms>;
};

/**
 * `placed`: both stand. `isLinked` when the exchange itself ends one with the other; otherwise the caller cancels the sibling.
 * Where the exchange takes them one after the other, the stop goes first, and `half_placed` says that it alone stands.
 */
export type PairOutcome =
  | { status: 'placed'; isLinked: boolean; takeProfit: ExchangeOrder; stop: ExchangeOrder }
  | { status: 'half_placed'; stop: ExchangeOrder; takeProfit: Exclude<PlaceOutcome, { status: 'accepted' }> }
  | Exclude<PlaceOutcome, { status: 'accepted' }>;

export type SymbolSettings = { leverage?: number; marginType?: 'isolated' | 'crossed' };
export type PrepareOutcome = { status: 'ready' } | { status: 'refused'; code: string; message: string };

export type BookTicker = { bid: Decimal; bidQuantity: Decimal; ask: Decimal; askQuantity: Decimal; seenAt: Date };

/** A fill with the order that it belongs to. */
export type OrderFill = Fill & { exchangeOrderId: string; side: Side };

/** What an exchange can do besides market and limit orders. Asking for the rest is answered with `rejected`. */
export type ExchangeCapabilities = {
  conditionalOrders: boolean;
  pairs: boolean;
  symbolSettings: boolean;
  /** A dead man's switch on the exchange itself. */
  countdownCancel: readonly Market[];
};

/** One account on one exchange. Every call has a time limit of its own; what cannot be answered is thrown. */
export interface Exchange {
  readonly capabilities: ExchangeCapabilities;
  /** @returns undefined when the exchange does not trade the symbol in that market */
  symbolRules(market: Market, symbol: string): Promise<SymbolRules | undefined>;
  /** Symbols that read most like the one asked for, nearest first, for the message that says it is unknown. */
  nearestSymbols(market: Market, symbol: string, limit: number): Promise<string[]>;
  place(request: OrderRequest): Promise<PlaceOutcome>;
  placePair(request: PairRequest): Promise<PairOutcome>;
  cancel(market: Market, symbol: string, clientOrderId: string): Promise<CancelOutcome>;
  /** Cancels everything that rests or waits in the symbol, ours or not. */
  cancelAll(market: Market, symbol: string): Promise<void>;
  /** Has the exchange cancel all that rests in the symbol unless it is told again within `afterMs`; 0 calls it off. */
  countdownCancelAll(market: Market, symbol: string, afterMs: number): Promise<void>;
  /**
   * @param submittedAt when the order was last sent, as far as we know: "not found" is not believed before a request of that
   * moment can no longer arrive, and never without it
   */
  lookUp(market: Market, symbol: string, clientOrderId: string, submittedAt?: Date): Promise<LookUpOutcome>;
  openOrders(market: Market): Promise<OpenOrder[]>;
  fillsOf(market: Market, symbol: string, exchangeOrderId: string): Promise<Fill[]>;
  /** Every fill of the account in the symbol since then, oldest first, whoever placed the order. */
  fillsSince(market: Market, symbol: string, since: Date): Promise<OrderFill[]>;
  /** Leverage and margin of a symbol, to be set before its first order. What is set so already is `ready`. */
  prepareSymbol(market: Market, symbol: string, settings: SymbolSettings): Promise<PrepareOutcome>;
  balances(market: Market): Promise<Balance[]>;
  positions(market: Market): Promise<ExchangePosition[]>;
  /** @returns undefined when the exchange has not seen a price yet, or none that is fresh enough to be one */
  lastPrice(market: Market, symbol: string): Promise<{ price: Decimal; seenAt: Date } | undefined>;
  bookTicker(market: Market, symbol: string): Promise<BookTicker | undefined>;
}
