import type { Market } from '../../markets/market.ts';
import type { RequestParams } from './sign-request.ts';

export type ClientRequest = {
  market: Market;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  params?: RequestParams;
  /** `key` shows the key without a signature, which is all that USD-M's listen keys want. */
  security: 'none' | 'key' | 'signed';
  /**
   * `order` counts against the orders of the account; a `command` cancels or sets something. Both are given longer than Binance
   * gives its own engine.
   */
  kind: 'read' | 'order' | 'command';
  /** For the few answers that are long. */
  isLarge?: boolean;
  /** Signed as of then instead of now, so that the exchange itself refuses what comes to it later than its window allows. */
  asOf?: Date | undefined;
};

/**
 * What came of a request.
 * - `ok`: carried out; every number in `body` is text
 * - `refused`: the exchange's own error, with its code and words
 * - `unreadable`: a status, and a body that is not what the exchange writes
 * - `unsent`: it never left, so nothing can have happened
 * - `lost`: it may have arrived; nobody knows what came of it
 */
export type ClientReply =
  | { kind: 'ok'; body: unknown }
  | { kind: 'refused'; status: number; code: number; message: string; retryAfterMs?: number }
  | { kind: 'unreadable'; status: number; text: string; retryAfterMs?: number }
  | { kind: 'unsent'; reason: string; retryAfterMs?: number }
  | { kind: 'lost'; reason: string };

/** How much of the exchange's patience is used up, as it last said. */
export type Usage = { weight: number; orders: Readonly<Record<string, number>> };

/** One key on one network. */
export interface BinanceClient {
  send(request: ClientRequest): Promise<ClientReply>;
  /** What the exchange's clock shows, asked for now. @throws when it cannot be read */
  readServerTime(market: Market): Promise<number>;
  /** Our instant on the exchange's clock, as far as it is known. */
  serverTimeAt(market: Market, instant: Date): number;
  usage(market: Market): Usage;
  /** After this an order that was sent can no longer be carried out: its window is over, and the engine has answered. */
  readonly settledAfterMs: number;
  /** How soon after a stumble of the exchange it is worth asking again. */
  readonly stumbleMs: number;
}

/** The longest that Binance takes by default: a request that comes later than this can no longer be carried out. */
export const RECV_WINDOW_MS = 5_000;
/** The exchange waits that long for its own engine before it says that it does not know. */
export const ENGINE_MS = 10_000;
