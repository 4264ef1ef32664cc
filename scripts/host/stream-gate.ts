import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { dropForgedHeaders } from './requests.ts';

export const STREAM_PATH = '/api/v1/stream';

/** Whether WebSockets are let in. One process at a time may, because only it can reach those who came in. */
export type StreamGate = { open(): void; shut(): void };

const BUSY_ELSEWHERE = '503 Service Unavailable';
const NOT_HERE = '404 Not Found';

/** Takes WebSockets in on the port of HTTP and hands them to `stream`. One that comes to a shut gate is sent to the next replica. */
export function gateStream(http: Server, stream: Server): StreamGate {
  const inside = new Set<Duplex>();
  let isOpen = false;
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?')[0];
    if (path !== STREAM_PATH) return refuse(socket, NOT_HERE);
    if (!isOpen) return refuse(socket, BUSY_ELSEWHERE);
    inside.add(socket);
    socket.once('close', () => inside.delete(socket));
    dropForgedHeaders(request);
    stream.emit('upgrade', request, socket, head);
  });
  return {
    open() {
      isOpen = true;
    },
    shut() {
      isOpen = false;
      for (const socket of inside) socket.destroy();
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\nretry-after: 1\r\n\r\n`);
}
