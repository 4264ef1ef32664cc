import type { ServerResponse } from 'node:http';
import type { Fault } from '../faults/fault.ts';

/** The true answer to a request. */
export type Reply = { status: number; body: string; headers: Record<string, string>; contentType: string };

export function send(outgoing: ServerResponse, { status, body, headers, contentType }: Reply): void {
  outgoing.writeHead(status, { ...headers, 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
  outgoing.end(body);
}

/** What the client gets to see of `reply` when `fault` is played. @returns the status it was told, if it was told one */
export function sendWithFault(outgoing: ServerResponse, reply: Reply, fault: Fault | undefined): number | undefined {
  switch (fault?.kind) {
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return undefined;
    case 'silence':
      return undefined;
    case 'malformed':
      send(outgoing, { ...reply, body: `${reply.body.slice(0, -1)},"` });
      return reply.status;
    case 'truncated':
      truncate(outgoing, reply);
      return reply.status;
    case 'answer':
      send(outgoing, {
        ...{ status: fault.status, body: fault.body, contentType: fault.contentType ?? 'application/json' },
        headers: { ...reply.headers, ...fault.headers },
      });
      return fault.status;
    default:
      send(outgoing, reply);
      return reply.status;
  }
}

/** Half of the announced bytes, then the end of the connection. */
function truncate(outgoing: ServerResponse, { status, body, headers, contentType }: Reply): void {
  outgoing.writeHead(status, { ...headers, 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
  outgoing.write(body.slice(0, Math.ceil(body.length / 2)), () => outgoing.socket?.destroy());
}
