import { createServer, type IncomingMessage } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

const HOST = '127.0.0.1';
/** https://github.com/binance/binance-spot-api-docs/blob/master/web-socket-streams.md#general-wss-information */
const PING_MS = 20_000;

export type SocketServer = {
  sockets(): WebSocket[];
  /** Cuts every connection, as a network does. */
  disconnect(): void;
  close(): Promise<void>;
};

/** Accepts every WebSocket on `port` and hands it on with the address that it asked for. */
export async function socketServer(
  port: number,
  accept: (socket: WebSocket, target: URL) => void,
): Promise<SocketServer> {
  const http = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  // It repeats the errors of the server below it, which are heard there.
  sockets.on('error', () => {});
  const alive = new WeakSet<WebSocket>();
  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', () => socket.terminate());
    accept(socket, new URL(request.url ?? '/', `http://${HOST}`));
  });
  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, PING_MS);
  pings.unref();
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, HOST, () => resolve());
  });
  const disconnect = (): void => {
    for (const socket of sockets.clients) socket.terminate();
  };
  return {
    sockets: () => [...sockets.clients],
    disconnect,
    close() {
      clearInterval(pings);
      disconnect();
      sockets.close();
      return new Promise((resolve) => {
        http.close(() => resolve());
      });
    },
  };
}
