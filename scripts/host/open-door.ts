import type { Server as HttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';

export type OpenDoor = {
  /** Takes no new connections; those that are open go on. */
  shut(): void;
  connections(): number;
  /** Ends what is still open. */
  cut(): void;
};

/**
 * Listens at `host` and `port` and hands each connection to `server`, which itself listens on this machine alone. So it can stop
 * taking connections without ending those it has, and what is not handed over is out of reach from elsewhere.
 */
export async function openDoor(server: HttpServer, { host, port }: { host: string; port: number }): Promise<OpenDoor> {
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    server.emit('connection', socket);
  });
  await new Promise<void>((resolve, reject) => {
    door.once('error', reject);
    door.listen({ host, port, backlog: 1_024 }, resolve);
  });
  return {
    shut: () => void door.close(),
    connections: () => sockets.size,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
