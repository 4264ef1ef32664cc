import type { WebSocket } from 'ws';
import type { StreamFaults } from '../faults/stream-faults.ts';
import { toJson } from '../protocol/json.ts';
import type { MarketName } from '../protocol/market-name.ts';
import { type Delivery, delivery } from './delivery.ts';
import { type SocketServer, socketServer } from './socket-server.ts';

/** Which part of USD-M an address belongs to; Spot has one part only. */
export type StreamRoute = 'public' | 'market' | 'private' | 'none';

export type Listener = {
  route: StreamRoute;
  names: Set<string>;
  /** Hears one event of one of its streams, wrapped when the connection is a combined one. */
  hear(name: string, event: string, payload: unknown): void;
};

export type NamedStreams = SocketServer & { listeners(): Listener[] };

const CONTROL_PER_SECOND = { spot: 5, usdm: 10 };
const SECOND_MS = 1_000;
const ADDRESS = /^(?:\/(public|market|private))?\/(ws|stream)(?:\/(.*))?$/;

/**
 * Raw (`/ws/a`) and combined (`/stream?streams=a/b`) streams, with SUBSCRIBE and UNSUBSCRIBE. Who sends too many
 * messages in a second is cut off. https://github.com/binance/binance-spot-api-docs/blob/master/web-socket-streams.md
 */
export async function namedStreams(market: MarketName, faults: StreamFaults, port: number): Promise<NamedStreams> {
  const listeners = new Set<Listener>();
  const server = await socketServer(port, (socket, target) => {
    const address = ADDRESS.exec(target.pathname);
    if (address === null || (market === 'spot' && address[1] !== undefined)) {
      socket.close(1008);
      return;
    }
    const [, route = 'none', form, path = ''] = address;
    const asked = [path, target.searchParams.get('streams') ?? '', target.searchParams.get('listenKey') ?? ''];
    const names = new Set(asked.flatMap((part) => part.split('/')).filter((name) => name !== ''));
    const deliver = delivery(market, socket, faults);
    const listener = listen({ route: route as StreamRoute, names, isCombined: form === 'stream', deliver });
    listeners.add(listener);
    socket.on('close', () => listeners.delete(listener));
    control(socket, names, CONTROL_PER_SECOND[market]);
  });
  return { ...server, listeners: () => [...listeners] };
}

type Opened = { route: StreamRoute; names: Set<string>; isCombined: boolean; deliver: Delivery };

function listen({ route, names, isCombined, deliver }: Opened): Listener {
  return {
    route,
    names,
    hear: (name, event, payload) => deliver(event, toJson(isCombined ? { stream: name, data: payload } : payload)),
  };
}

function control(socket: WebSocket, names: Set<string>, limit: number): void {
  let times: number[] = [];
  socket.on('message', (data) => {
    const nowMs = Date.now();
    times = [...times.filter((at) => nowMs - at < SECOND_MS), nowMs];
    if (times.length > limit) socket.terminate();
    else socket.send(obey(names, String(data)));
  });
}

function obey(names: Set<string>, text: string): string {
  try {
    const { method, params = [], id = null } = JSON.parse(text) as { method: string; params?: string[]; id?: unknown };
    if (method === 'SUBSCRIBE') for (const name of params) names.add(name);
    else if (method === 'UNSUBSCRIBE') for (const name of params) names.delete(name);
    else if (method === 'LIST_SUBSCRIPTIONS') return JSON.stringify({ result: [...names], id });
    else return JSON.stringify({ error: { code: 2, msg: 'Invalid request: unknown method' }, id });
    return JSON.stringify({ result: null, id });
  } catch {
    return JSON.stringify({ error: { code: 3, msg: 'Invalid JSON' }, id: null });
  }
}
