import type {
  Balance,
  BookTicker,
  ExchangePosition,
  OrderRequest,
  PairRequest,
  PrepareOutcome,
  SymbolSettings,
} from '../exchange.ts';
import type { ClientReply } from './client.ts';
import type { OrderReport } from './report.ts';
import type { TradeReport } from './trade-report.ts';

/** What a new order came to: the answer as it came, and how to read it if it was a success. */
export type Placing = { reply: ClientReply; read(body: unknown): Placed | undefined };
/** `trades` where the answer brings them along. */
export type Placed = { report: OrderReport; trades?: readonly TradeReport[] };
export type PairPlacing = {
  reply: ClientReply;
  read(body: unknown): { takeProfit: OrderReport; stop: OrderReport } | undefined;
};

/** A reason for which an order is refused without asking the exchange: it has no word for what is wanted. */
export type LocalRefusal = { code: string; message: string };

export type Span = { from: Date; to: Date };

/** One of the two exchanges that share a name: what is asked and answered differently there, in reports. */
export interface Venue {
  refuse(request: OrderRequest): LocalRefusal | undefined;
  place(request: OrderRequest): Promise<Placing>;
  /** Undefined where two orders have to be placed one by one. */
  placePair?: (request: PairRequest) => Promise<PairPlacing>;
  refusePair(request: PairRequest): LocalRefusal | undefined;
  find(symbol: string, clientOrderId: string): Promise<OrderReport | undefined>;
  /** Orders that were made in a span of time, for when a look-up by id has found nothing. */
  ordersWithin(symbol: string, span: Span): Promise<OrderReport[]>;
  findById(symbol: string, exchangeOrderId: string): Promise<OrderReport | undefined>;
  tradesOf(symbol: string, exchangeOrderId: string): Promise<TradeReport[]>;
  tradesWithin(symbol: string, span: Span): Promise<TradeReport[]>;
  /** @returns undefined when nothing under this id could be canceled */
  cancel(symbol: string, clientOrderId: string): Promise<OrderReport | undefined>;
  cancelAll(symbol: string): Promise<void>;
  countdownCancelAll(symbol: string, afterMs: number): Promise<void>;
  open(): Promise<OrderReport[]>;
  prepare(symbol: string, settings: SymbolSettings): Promise<PrepareOutcome>;
  balances(): Promise<Balance[]>;
  positions(): Promise<ExchangePosition[]>;
  /** `pricedAt` on the exchange's clock, where it says so. */
  lastPrice(symbol: string): Promise<{ price: BookTicker['bid']; pricedAt?: Date } | undefined>;
  book(symbol: string): Promise<(Omit<BookTicker, 'seenAt'> & { pricedAt?: Date }) | undefined>;
}
