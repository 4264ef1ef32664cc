import { AppError } from '../../errors/app-error.ts';
import type { Market } from '../../markets/market.ts';
import type { UserStream, UserStreamHandlers } from '../user-stream.ts';
import { ask } from './ask.ts';
import type { ClearKey } from './clear-key.ts';
import { type BinanceClient, type ClientRequest, RECV_WINDOW_MS } from './client.ts';
import { type KeptSocket, keepSocket } from './kept-socket.ws.ts';
import { listenKeyReply } from './listen-key.ts';
import type { BinanceEndpoints } from './networks.ts';
import { readJson } from './read-json.ts';
import { signWsParams } from './sign-request.ts';
import { streamReader } from './stream-reader.ts';
import { usdmDone } from './usdm-schemas.ts';

export type UserStreamDeps = {
  client: BinanceClient;
  key: ClearKey;
  endpoints: BinanceEndpoints;
  retryMs?: number;
  refusedRetryMs?: number;
  keepAliveMs?: number;
};

type Waits = Pick<UserStreamDeps, 'retryMs' | 'refusedRetryMs'>;

/** A listen key lives for 60 minutes. https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams */
const KEEP_ALIVE_MS = 30 * 60_000;
const PATIENCE_MS = 10_000;

/** Hears what happens to the orders of one account in one market, for as long as it is not closed. */
export function openUserStream(market: Market, deps: UserStreamDeps, handlers: UserStreamHandlers): UserStream {
  return market === 'spot' ? openSpotStream(deps, handlers) : openUsdmStream(deps, handlers);
}

/**
 * By subscription on the WebSocket API, which takes keys of any kind; Spot has no listen keys any more.
 * https://github.com/binance/binance-spot-api-docs/blob/master/web-socket-api.md#user-data-stream-subscribe-with-signature-user_stream
 */
function openSpotStream(
  { client, key, endpoints, keepAliveMs, ...waits }: UserStreamDeps,
  handlers: UserStreamHandlers,
): UserStream {
  const waiting = new Map<string, { resolve(): void; reject(error: Error): void }>();
  let lastId = 0;
  let lastHeardMs = 0;
  let clock = { serverMs: 0, readAtMs: 0 };
  const read = streamReader('spot', handlers, (reason) => socket.renew(reason));
  const call = (send: KeptSocket['send'], method: string, params: object): Promise<void> => {
    lastId += 1;
    const id = String(lastId);
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer to ${method}`)), PATIENCE_MS);
      waiting.set(id, { resolve, reject });
      send({ id, method, params });
      timer.unref();
    }).finally(() => waiting.delete(id));
  };
  const socket = keepSocket({
    ...waitsOf(waits),
    async address() {
      // Asked over REST, so that a wait that the exchange has told anybody of holds for connecting too.
      const serverMs = await client.readServerTime('spot');
      clock = { serverMs, readAtMs: performance.now() };
      return endpoints.spotWsApi;
    },
    async greet(send) {
      const timestamp = clock.serverMs + performance.now() - clock.readAtMs;
      const named = { timestamp: String(Math.floor(timestamp)), recvWindow: String(RECV_WINDOW_MS) };
      const signed = signWsParams(key, named);
      const params = { ...signed, timestamp: Number(named.timestamp), recvWindow: Number(named.recvWindow) };
      await call(send, 'userDataStream.subscribe.signature', params);
      handlers.onGap({ market: 'spot', reason: 'connected' });
    },
    hear(text) {
      lastHeardMs = Date.now();
      const message = readJson(text);
      const reply = replyIn(message);
      if (reply === undefined) read(message);
      else if (reply.status === '200') waiting.get(reply.id)?.resolve();
      else waiting.get(reply.id)?.reject(refusalOf(reply));
    },
    lost: (reason) => handlers.onLost?.(reason),
  });
  const pings = setInterval(() => {
    if (!socket.isUp()) return;
    const askedMs = Date.now();
    call(socket.send, 'ping', {}).catch(() => lastHeardMs < askedMs && socket.renew('nothing was heard any more'));
  }, keepAliveMs ?? 60_000);
  pings.unref();
  return {
    close() {
      clearInterval(pings);
      socket.close();
    },
  };
}

function openUsdmStream(
  { client, endpoints, keepAliveMs, ...waits }: UserStreamDeps,
  handlers: UserStreamHandlers,
): UserStream {
  const request = (method: ClientRequest['method']): ClientRequest => ({
    ...{ market: 'usdm', method, path: '/fapi/v1/listenKey', security: 'key', kind: 'command' },
  });
  const read = streamReader('usdm', handlers, (reason) => socket.renew(reason));
  const socket = keepSocket({
    ...waitsOf(waits),
    async address() {
      const { listenKey } = await ask(client, request('POST'), listenKeyReply);
      return `${endpoints.usdmUserStream}/${listenKey}`;
    },
    greet: async () => handlers.onGap({ market: 'usdm', reason: 'connected' }),
    hear: (text) => read(readJson(text)),
    lost: (reason) => handlers.onLost?.(reason),
  });
  const renewals = setInterval(() => {
    if (!socket.isUp()) return;
    ask(client, request('PUT'), usdmDone).catch(() => socket.renew('the listen key could not be kept alive'));
  }, keepAliveMs ?? KEEP_ALIVE_MS);
  renewals.unref();
  return {
    close() {
      clearInterval(renewals);
      socket.close();
    },
  };
}

function waitsOf({ retryMs, refusedRetryMs }: Waits): Waits {
  return {
    ...(retryMs === undefined ? {} : { retryMs }),
    ...(refusedRetryMs === undefined ? {} : { refusedRetryMs }),
  };
}

type Reply = { id: string; status: string; code: number; error: string };

/** The signature, or the key itself. */
const KEY_REFUSED = [-1002, -1022, -2014, -2015];

function refusalOf({ status, code, error }: Reply): AppError {
  const message = `the exchange answered ${status}: ${error}`;
  return new AppError('exchange_unavailable', message, { retryable: !KEY_REFUSED.includes(code) });
}

function replyIn(message: unknown): Reply | undefined {
  if (typeof message !== 'object' || message === null || !('id' in message) || !('status' in message)) return undefined;
  const error = 'error' in message && typeof message.error === 'object' && message.error !== null ? message.error : {};
  const words = 'msg' in error ? String(error.msg) : '';
  const code = 'code' in error ? Number(error.code) : 0;
  return { id: String(message.id), status: String(message.status), code, error: words };
}
