import type { Market } from '../../markets/market.ts';
import type { Clock } from '../../time/clock.ts';
import type { ExchangeBrake } from './brake.ts';
import type { ClearKey } from './clear-key.ts';
import {
  type BinanceClient,
  type ClientReply,
  type ClientRequest,
  ENGINE_MS,
  RECV_WINDOW_MS,
  type Usage,
} from './client.ts';
import { CLOCK_CODES } from './error-codes.ts';
import type { BinanceEndpoints } from './networks.ts';
import { readReply } from './read-reply.ts';
import { type ServerTime, serverTime } from './server-time.ts';
import { encodeParams, type RequestParams, signParams } from './sign-request.ts';
import { brakeKeys, keepToLimits, usageOf } from './track-limits.ts';
import type { Transport, WireReply, WireRequest } from './transport.http.ts';

export type BinanceClientDeps = {
  transport: Transport;
  brake: ExchangeBrake;
  /** Absent for what anybody may ask. */
  key?: ClearKey;
  endpoints: BinanceEndpoints;
  now: Clock;
  /** Names the address that this process is seen under, where several processes do not share one. */
  egress?: string;
  /** The longest that the exchange waits for its own engine. Absent: what Binance says of itself. */
  engineMs?: number;
  timeLimits?: Partial<TimeLimits>;
};

export type TimeLimits = { readMs: number; orderMs: number; largeMs: number; stumbleMs: number };

const READ_LIMITS = { readMs: 5_000, largeMs: 20_000, stumbleMs: 100 };
/** Orders get more than the exchange gives its engine, so that its own "I do not know" arrives before ours. */
const BEYOND_ENGINE_MS = 2_000;
const MAX_BYTES = 4_000_000;
const MAX_LARGE_BYTES = 64_000_000;
const TIME_PATHS: Record<Market, string> = { spot: '/api/v3/time', usdm: '/fapi/v1/time' };

/** Everything between a request in words and an answer in words: signing, clock, limits, connection. */
export function binanceClient(deps: BinanceClientDeps): BinanceClient {
  const { engineMs = ENGINE_MS } = deps;
  const usage: Record<Market, Usage> = { spot: { weight: 0, orders: {} }, usdm: { weight: 0, orders: {} } };
  const clocks: Record<Market, ServerTime> = {
    spot: serverTime(deps.now, () => readTime('spot')),
    usdm: serverTime(deps.now, () => readTime('usdm')),
  };
  const sendOnce = async (request: ClientRequest): Promise<ClientReply> => {
    const keys = brakeKeys(deps, request);
    const heldMs = await deps.brake.heldFor(keys.all);
    if (heldMs > 0)
      return { kind: 'unsent', reason: 'The exchange has asked us to wait', retryAfterMs: Math.ceil(heldMs) };
    const prepared = await prepare(request);
    if ('kind' in prepared) return prepared;
    const answer = await deps.transport.send(prepared);
    if (answer.kind === 'answered') {
      usage[request.market] = usageOf(answer.headers, usage[request.market]);
      const theirs = new Date(clocks[request.market].at(deps.now()));
      await keepToLimits(deps.brake, keys, {
        market: request.market,
        answer,
        usage: usage[request.market],
        at: theirs,
      });
    }
    return toReply(answer);
  };
  async function prepare(request: ClientRequest): Promise<WireRequest | ClientReply> {
    const { key } = deps;
    if (request.security !== 'signed') return toWire(deps, request, encodeParams(request.params ?? {}));
    if (key === undefined) return { kind: 'unsent', reason: 'There is no key to sign it with' };
    try {
      const timestamp = await timestampOf(clocks[request.market], request);
      if (timestamp === undefined) return { kind: 'unsent', reason: 'It was written down too long ago to be sent now' };
      const params: RequestParams = {
        ...request.params,
        recvWindow: String(RECV_WINDOW_MS),
        timestamp: String(Math.floor(timestamp)),
      };
      return toWire(deps, request, signParams(key, params));
    } catch (error) {
      return { kind: 'unsent', reason: error instanceof Error ? error.message : 'The clock could not be read' };
    }
  }
  async function readTime(market: Market): Promise<number> {
    const reply = await sendOnce({ market, method: 'GET', path: TIME_PATHS[market], security: 'none', kind: 'read' });
    const time = reply.kind === 'ok' ? serverTimeIn(reply.body) : undefined;
    if (time === undefined) throw new Error(`The clock of the exchange could not be read: ${tellReply(reply)}`);
    return time;
  }
  return {
    async send(request) {
      const reply = await sendOnce(request);
      if (reply.kind !== 'refused' || !CLOCK_CODES.includes(reply.code)) return reply;
      try {
        await clocks[request.market].resync();
      } catch {
        return reply;
      }
      return sendOnce(request);
    },
    async readServerTime(market) {
      await clocks[market].resync();
      return clocks[market].now();
    },
    serverTimeAt: (market, instant) => clocks[market].at(instant),
    usage: (market) => usage[market],
    settledAfterMs: RECV_WINDOW_MS + engineMs,
    stumbleMs: deps.timeLimits?.stumbleMs ?? READ_LIMITS.stumbleMs,
  };
}

/** @returns undefined when the exchange would refuse it as too late */
async function timestampOf(clock: ServerTime, { asOf }: ClientRequest): Promise<number | undefined> {
  const nowMs = await clock.now();
  if (asOf === undefined) return nowMs;
  const asOfMs = Math.min(nowMs, clock.at(asOf));
  return nowMs - asOfMs > RECV_WINDOW_MS ? undefined : asOfMs;
}

function toWire(deps: BinanceClientDeps, request: ClientRequest, query: string): WireRequest {
  const { endpoints, key, engineMs = ENGINE_MS, timeLimits } = deps;
  const limits: TimeLimits = { ...READ_LIMITS, orderMs: engineMs + BEYOND_ENGINE_MS, ...timeLimits };
  const { market, method, path, isLarge, kind } = request;
  const hasBody = method === 'POST' || method === 'PUT';
  const url = `${endpoints.rest[market]}${path}`;
  const headers: Record<string, string> = { Accept: 'application/json', 'User-Agent': 'tradingbot' };
  if (request.security !== 'none' && key !== undefined) headers['X-MBX-APIKEY'] = key.reveal();
  if (hasBody) headers['Content-Type'] = 'application/x-www-form-urlencoded';
  if (hasBody) headers['Content-Length'] = String(Buffer.byteLength(query));
  return {
    method,
    url: hasBody || query === '' ? url : `${url}?${query}`,
    headers,
    ...(hasBody ? { body: query } : {}),
    timeoutMs: kind === 'read' ? (isLarge ? limits.largeMs : limits.readMs) : limits.orderMs,
    maxBytes: isLarge ? MAX_LARGE_BYTES : MAX_BYTES,
  };
}

function toReply(answer: WireReply): ClientReply {
  return answer.kind === 'answered' ? readReply(answer) : answer;
}

function serverTimeIn(body: unknown): number | undefined {
  const text = typeof body === 'object' && body !== null && 'serverTime' in body ? body.serverTime : undefined;
  return typeof text === 'string' && /^\d{13}$/.test(text) ? Number(text) : undefined;
}

function tellReply(reply: ClientReply): string {
  switch (reply.kind) {
    case 'refused':
      return `${reply.code} ${reply.message}`;
    case 'unsent':
    case 'lost':
      return reply.reason;
    default:
      return `unreadable answer`;
  }
}
