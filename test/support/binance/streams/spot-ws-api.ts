import type { WebSocket } from 'ws';
import type { FakeAccount } from '../account.ts';
import type { EventBus } from '../event-bus.ts';
import type { StreamFaults } from '../faults/stream-faults.ts';
import { ApiError } from '../protocol/api-error.ts';
import type { ServerClock } from '../protocol/clock.ts';
import { toJson } from '../protocol/json.ts';
import type { WeightLimiter } from '../protocol/weight-limiter.ts';
import { delivery } from './delivery.ts';
import { type SocketServer, socketServer } from './socket-server.ts';
import { answerMethod, type Session } from './spot-ws-methods.ts';

export type SpotWsApiDeps = {
  accounts: ReadonlyMap<string, FakeAccount>;
  bus: EventBus;
  clock: ServerClock;
  faults: StreamFaults;
  limiter: WeightLimiter;
  weightPerMinute: number;
};

export type SpotWsApi = SocketServer & {
  /** Tells every connection that the server is about to go. */
  announceShutdown(): void;
};

const PATH = '/ws-api/v3';
const IP = '127.0.0.1';

/** https://github.com/binance/binance-spot-api-docs/blob/master/web-socket-api.md */
export async function spotWsApi(deps: SpotWsApiDeps, port: number): Promise<SpotWsApi> {
  const sessions = new Set<Session>();
  const server = await socketServer(port, (socket, target) => {
    if (target.pathname !== PATH) {
      socket.close(1008);
      return;
    }
    const session = openSession(deps, socket);
    sessions.add(session);
    socket.on('close', () => sessions.delete(session));
    socket.on('message', (data) => socket.send(toJson(reply(deps, session, String(data)))));
  });
  deps.bus.onAccount(({ market, account, event }) => {
    if (market !== 'spot') return;
    for (const session of sessions)
      for (const [subscriptionId, subscribed] of session.subscriptions)
        if (subscribed === account) session.deliver(String(event.e), toJson({ subscriptionId, event }));
  });
  return {
    ...server,
    announceShutdown() {
      const event = { e: 'serverShutdown', E: deps.clock.nowMs() };
      for (const session of sessions) session.deliver('serverShutdown', toJson({ event }));
    },
  };
}

function openSession({ clock, faults }: SpotWsApiDeps, socket: WebSocket): Session {
  return {
    ...{ account: undefined, authorizedSinceMs: undefined, connectedSinceMs: clock.nowMs() },
    ...{ subscriptions: new Map(), logonSubscription: undefined, lastSubscription: -1 },
    deliver: delivery('spot', socket, faults),
  };
}

function reply(deps: SpotWsApiDeps, session: Session, text: string): unknown {
  let id: unknown = null;
  const rateLimits = (): unknown => [
    {
      ...{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: deps.weightPerMinute },
      count: deps.limiter.used(IP, deps.clock.nowMs()),
    },
  ];
  try {
    const request = parse(text);
    id = request.id;
    const { weight, result } = answerMethod(deps, session, request);
    deps.limiter.use(IP, weight, deps.clock.nowMs());
    return { id, status: 200, result, rateLimits: rateLimits() };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { id, status: error.status, error: error.body, rateLimits: rateLimits() };
  }
}

type WsRequest = { id: unknown; method: string; params: Record<string, unknown> };

function parse(text: string): WsRequest {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'method' in value && typeof value.method === 'string') {
      const params = 'params' in value && typeof value.params === 'object' && value.params !== null ? value.params : {};
      return { id: 'id' in value ? value.id : null, method: value.method, params: { ...params } };
    }
  } catch {}
  throw new ApiError(-1135, 'Invalid JSON Request');
}
